"""The last client of the Model Context Protocol's authors that knows the handshake alone (mcp 1.30), against the program.

Usage: older.py PROGRAM
"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import McpError
from mcp.types import ResourceTemplateReference


async def main():
    server = StdioServerParameters(command=sys.argv[1], args=["--database", ":memory:", "--user", "kp_alice"])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        hello = await session.initialize()
        assert hello.protocolVersion == "2025-11-25" and hello.serverInfo.name == "voice-interviews"
        await session.send_ping()
        assert len((await session.list_tools()).tools) == 13
        created = await session.call_tool(
            "createVoiceInterview", {"technologies": ["Swift"], "context": "", "duration": 30})
        id = created.structuredContent["voiceInterview"]["id"]
        saved = await session.call_tool(
            "saveVoiceInterviewTranscription", {"interviewId": id, "transcription": "Hello.", "actualDuration": 60})
        assert not saved.isError
        failed = await session.call_tool("getVoiceInterviewById", {"interviewId": "none"})
        assert failed.isError and "no interview" in failed.content[0].text
        assert len((await session.list_resources()).resources) == 1
        assert len((await session.list_resource_templates()).resourceTemplates) == 1
        contents = (await session.read_resource(f"voice-interview:///{id}")).contents
        assert json.loads(contents[0].text)["transcription"] == "Hello."
        assert len((await session.list_prompts()).prompts) == 2
        assert len((await session.get_prompt("review-interview", {"interviewId": id})).messages) == 2
        reference = ResourceTemplateReference(type="ref/resource", uri="voice-interview:///{id}")
        assert (await session.complete(reference, {"name": "id", "value": id[:4]})).completion.values == [id]
        try:
            await session.read_resource("voice-interview:///none")
        except McpError as error:
            assert error.error.code == -32002
        else:
            raise AssertionError("a resource that does not exist was read")
    print("mcp 1.30: tools, resources, prompts and completion")


asyncio.run(main())
