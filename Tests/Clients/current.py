"""The current client of the Model Context Protocol's authors, in its three modes, and FastMCP's, against the program.

Usage: current.py PROGRAM
"""

import asyncio
import json
import subprocess
import sys

import mcp_types.methods
from fastmcp import Client as FastClient
from fastmcp.client.transports import StdioTransport
from jsonschema import Draft7Validator, Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

PROGRAM = sys.argv[1]
OPTIONS = ["--database", ":memory:", "--user", "kp_alice", "--log-level", "warning"]
TOOLS = [
    "createVoiceInterview", "updateVoiceInterviewStatus", "saveVoiceInterviewTranscription",
    "getUserVoiceInterviews", "getVoiceInterviewById", "getVoiceInterviewStats",
    "appendVoiceInterviewTurns", "saveVoiceInterviewFeedback", "getVoiceInterviewTranscript", "getVoiceInterviewMetrics", "getVoiceInterviewProgress",
    "searchVoiceInterviews", "deleteVoiceInterview",
]
NEW = {"technologies": ["Swift", "SQLite"], "context": "Senior.", "duration": 30}
TURNS = [{"key": "1", "speaker": "candidate", "text": "Live."}]
SAID = [{"speaker": "ai", "text": "Hello."}, {"speaker": "user", "text": "B-trees are flat."}]


def structured(result):
    assert not result.is_error, result
    value = result.structured_content
    assert json.loads(result.content[0].text) == value
    return value


async def live(client):
    """The life of an interview: every tool, every resource, every prompt."""
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == TOOLS, tools
    for tool in tools:
        hints = tool.annotations
        assert None not in (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint), tool
        assert hints.open_world_hint is False
        assert "session" not in tool.input_schema["properties"]
        assert tool.title and len(tool.description) > 100
        assert tool.output_schema["type"] == "object"
    interview = structured(await client.call_tool(TOOLS[0], NEW))["voiceInterview"]
    id = interview["id"]
    assert interview["userId"] == "kp_alice"
    moved = await client.call_tool(TOOLS[1], {"interviewId": id, "status": "active", "conversationId": "conv_1"})
    assert structured(moved)["voiceInterview"]["status"] == "active"
    saved = await client.call_tool(
        TOOLS[2], {"interviewId": id, "transcription": SAID, "actualDuration": 60, "score": 80})
    assert structured(saved)["voiceInterview"]["status"] == "completed"
    reviewed = await client.call_tool(TOOLS[7], {"interviewId": id, "feedback": {"note": 8}, "score": 80})
    assert structured(reviewed)["voiceInterview"]["status"] == "completed"
    listed = structured(await client.call_tool(TOOLS[3], {"limit": 5}))["voiceInterviews"]
    assert listed[0]["id"] == id
    whole = structured(await client.call_tool(TOOLS[4], {"interviewId": id}))["voiceInterview"]
    assert whole["transcription"] == SAID
    assert structured(await client.call_tool(TOOLS[5], {}))["stats"]["total"] >= 1
    appended = structured(await client.call_tool(TOOLS[6], {"interviewId": id, "turns": TURNS}))
    assert appended == {"appended": 1, "corrected": 0, "unchanged": 0, "turns": 1}
    for format in ["turns", "text", "markdown", "vtt", "srt"]:
        read = await client.call_tool(TOOLS[8], {"interviewId": id, "format": format})
        assert "B-trees are flat." in json.dumps(structured(read)["transcript"])
    metrics = structured(await client.call_tool(TOOLS[9], {"interviewId": id}))["metrics"]
    assert metrics["candidateWords"] == {"value": 3, "basis": "measured"}
    progress = structured(await client.call_tool(TOOLS[10], {"timeZone": "Europe/Paris"}))["progress"]
    assert progress["bestScore"] == 80
    hits = structured(await client.call_tool(TOOLS[11], {"query": "B-TREES", "limit": 1}))["hits"]
    assert {"text": "B-trees", "isMatch": True} in hits[0]["window"]
    other = structured(await client.call_tool(TOOLS[0], NEW))["voiceInterview"]["id"]
    assert structured(await client.call_tool(TOOLS[12], {"interviewId": other})) == {"interviewId": other}
    assert [tool.name for tool in tools if tool.annotations.destructive_hint] == [TOOLS[2], TOOLS[7], TOOLS[12]]

    for name, arguments, hint in [
        (TOOLS[0], {"duration": 0}, "`/duration` must be a whole number of minutes from 1 to 480"),
        (TOOLS[4], {"interviewId": "none"}, "no interview with this id"),
        (TOOLS[1], {"interviewId": id, "status": "active"}, "the interview has ended"),
        (TOOLS[5], {"session": {"userId": "kp_bob"}}, "names another"),
        (TOOLS[5], {"userId": "kp_bob"}, "is not a parameter"),
    ]:
        failed = await client.call_tool(name, arguments)
        assert failed.is_error and hint in failed.content[0].text, failed

    uri = f"voice-interview:///{id}"
    resources = (await client.list_resources()).resources
    assert uri in [str(resource.uri) for resource in resources]
    templates = (await client.list_resource_templates()).resource_templates
    assert [template.uri_template for template in templates] == ["voice-interview:///{id}"]
    contents = (await client.read_resource(uri)).contents
    assert contents[0].mime_type == "application/json" and json.loads(contents[0].text) == whole

    prompts = (await client.list_prompts()).prompts
    assert [prompt.name for prompt in prompts] == ["review-interview", "prepare-interview"]
    review = await client.get_prompt("review-interview", {"interviewId": id})
    assert "B-trees are flat." in review.messages[1].content.resource.text
    prepare = await client.get_prompt("prepare-interview", {"technologies": "Swift"})
    assert "Swift" in prepare.messages[0].content.text
    return id, uri


async def current(mode):
    async with Client(StdioServerParameters(command=PROGRAM, args=OPTIONS), mode=mode) as client:
        assert client.protocol_version == ("2025-11-25" if mode == "legacy" else "2026-07-28"), client.protocol_version
        assert client.server_info is None or client.server_info.name == "voice-interviews"
        if mode != "2026-07-28":
            assert "saveVoiceInterviewTranscription" in client.instructions
        id, uri = await live(client)
        from mcp_types import PromptReference, ResourceTemplateReference
        for reference, name in [
            (ResourceTemplateReference(uri="voice-interview:///{id}"), "id"),
            (PromptReference(name="review-interview"), "interviewId"),
        ]:
            completion = (await client.complete(reference, {"name": name, "value": id[:9]})).completion
            assert id in completion.values and completion.has_more is False
        if mode == "legacy":
            await client.send_ping()
        for call, code in [
            (client.call_tool("dropTable", {}), -32602),
            (client.read_resource(uri + "0"), -32002 if mode == "legacy" else -32602),
            (client.get_prompt("none"), -32602),
            (client.get_prompt("review-interview"), -32602),
            (client.get_prompt("review-interview", {"interviewId": "none"}), -32602),
        ]:
            try:
                await call
            except MCPError as error:
                assert error.code == code, (error.code, code)
            else:
                raise AssertionError("this should have failed")


async def fast():
    async with FastClient(StdioTransport(command=PROGRAM, args=OPTIONS)) as client:
        assert [tool.name for tool in await client.list_tools()] == TOOLS
        created = await client.call_tool(TOOLS[0], NEW)
        id = created.structured_content["voiceInterview"]["id"]
        assert [str(resource.uri) for resource in await client.list_resources()] == [f"voice-interview:///{id}"]
        contents = await client.read_resource(f"voice-interview:///{id}")
        assert json.loads(contents[0].text)["id"] == id
        assert len(await client.list_prompts()) == 2
        assert (await client.get_prompt("prepare-interview", {"technologies": "Swift"})).messages


# MARK: - Every kind of result, against the schema of every revision

def ask(lines):
    """The answers to lines, by their ids."""
    process = subprocess.run(
        [PROGRAM, *OPTIONS, "--deterministic"], input="".join(json.dumps(line) + "\n" for line in lines).encode(),
        stdout=subprocess.PIPE, timeout=600, check=True)
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    return {answer["id"]: answer for answer in answers}


def validate(version):
    id = "00000000-0000-7000-8000-000000000001"
    interview = {"interviewId": id}
    said = {"transcription": SAID, "actualDuration": 60, "feedback": {"note": 7}, "score": 80}
    calls = [
        ("tools/list", {}),
        ("tools/call", {"name": TOOLS[0], "arguments": NEW}),
        ("tools/call", {"name": TOOLS[1], "arguments": interview | {"status": "active"}}),
        ("prompts/get", {"name": "review-interview", "arguments": interview}),
        ("tools/call", {"name": TOOLS[2], "arguments": interview | said}),
        ("tools/call", {"name": TOOLS[3], "arguments": {"status": ["completed"]}}),
        ("tools/call", {"name": TOOLS[4], "arguments": interview}),
        ("tools/call", {"name": TOOLS[5]}),
        ("tools/call", {"name": TOOLS[5], "arguments": {"x": 1}}),
        ("tools/call", {"name": TOOLS[6], "arguments": interview | {"turns": TURNS}}),
        ("tools/call", {"name": TOOLS[7], "arguments": interview | {"feedback": {"note": 7}}}),
        ("tools/call", {"name": TOOLS[8], "arguments": interview | {"format": "turns"}}),
        ("tools/call", {"name": TOOLS[9], "arguments": interview}),
        ("tools/call", {"name": TOOLS[10], "arguments": {"timeZone": "UTC"}}),
        ("tools/call", {"name": TOOLS[11], "arguments": {"query": "flat"}}),
        ("tools/call", {"name": TOOLS[4], "arguments": {"interviewId": "none"}}),
        ("resources/list", {}),
        ("resources/templates/list", {}),
        ("resources/read", {"uri": f"voice-interview:///{id}"}),
        ("prompts/list", {}),
        ("prompts/get", {"name": "review-interview", "arguments": interview}),
        ("prompts/get", {"name": "prepare-interview", "arguments": {"technologies": "Swift", "context": "x"}}),
        ("completion/complete", {
            "ref": {"type": "ref/resource", "uri": "voice-interview:///{id}"}, "argument": {"name": "id", "value": ""}}),
        ("completion/complete", {
            "ref": {"type": "ref/prompt", "name": "prepare-interview"}, "argument": {"name": "context", "value": "x"}}),
        ("tools/call", {"name": TOOLS[12], "arguments": interview}),
    ]
    if version == "2026-07-28":
        calls.append(("server/discover", {}))
        meta = {"_meta": {
            "io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {},
            "com.example/unknown": [1], "progressToken": 7}}
        calls = [(method, params | meta) for method, params in calls]
    else:
        hello = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        calls = [("initialize", hello), ("ping", {})] + calls
    answers = ask([
        {"jsonrpc": "2.0", "id": index, "method": method, "params": params}
        for index, (method, params) in enumerate(calls)])
    assert len(answers) == len(calls)
    results = [answers[index]["result"] for index in range(len(calls))]
    for (method, _), result in zip(calls, results):
        mcp_types.methods.validate_server_result(method, version, result)
    for draft in [Draft7Validator, Draft202012Validator]:
        validate_calls(draft, calls, results)
    return len(calls)


def validate_calls(draft, calls, results):
    """Whether arguments and structured results are what the schemas of their tools say, by one draft of JSON Schema."""
    tools = next(result["tools"] for (method, _), result in zip(calls, results) if method == "tools/list")
    for tool in tools:
        for schema in [tool["inputSchema"], tool["outputSchema"]]:
            draft.check_schema(schema)
    schemas = {tool["name"]: tool for tool in tools}
    called = set()
    for (method, params), result in zip(calls, results):
        if method == "tools/call" and not result.get("isError"):
            tool = schemas[params["name"]]
            draft(tool["inputSchema"]).validate(params.get("arguments", {}))
            draft(tool["outputSchema"]).validate(result["structuredContent"])
            called.add(tool["name"])
    assert called == set(TOOLS), called


async def main():
    for mode in ["auto", "legacy", "2026-07-28"]:
        await current(mode)
        print(f"mcp, {mode}: every tool, resource, prompt and completion")
    await fast()
    print("fastmcp: tools, resources and prompts")
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]:
        print(f"{version}: {validate(version)} results are valid")


asyncio.run(main())
