// The list of tools: complete and correct, and short, since models pay for each token.

import Foundation
import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods

@Suite struct ToolListTests {
    private static let envelope = #"""
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}
        """#

    private static func tools(_ kind: SessionKind = .trusted) throws -> [JSONSlice] {
        let list = try TestService(try kind.sessions()).call("tools/list", "")
        return Array(try #require(try JSONText(list, outlineDepth: 32).root["result"]?["tools"]).elements)
    }

    /// A schema and all schemas nested in it.
    private static func parts(of schema: JSONSlice) -> [JSONSlice] {
        let inner =
            (schema["properties"]?.members.map(\.value) ?? []) + (schema["anyOf"].map { Array($0.elements) } ?? [])
            + [schema["items"]].compactMap(\.self)
        return [schema] + inner.flatMap(parts)
    }

    @Test(arguments: SessionKind.allCases)
    func `the answer has at most 1,300 characters for each tool`(_ kind: SessionKind) throws {
        let service = try TestService(try kind.sessions())
        for params in ["", Self.envelope] {
            let answer = service.call("tools/list", params)
            let tools = try #require(try JSONText(answer, outlineDepth: 8).root["result"]?["tools"]).elements.count
            #expect(answer.unicodeScalars.count <= tools * 1_300, "\(answer.unicodeScalars.count)")
        }
    }

    @Test func `a tool has its own title, and says when to use it`() throws {
        let tools = try Self.tools()
        #expect(Set(tools.map { $0["title"]?.string }).count == 13 && tools.allSatisfy { $0["title"] != nil })
        let names = tools.compactMap { $0["name"]?.string }
        for tool in tools {
            let description = try #require(tool["description"]?.string)
            #expect(description.count > 100, "\(description)")
        }
        // Of two similar tools, each names the other, or the one to use instead.
        for (name, near) in [
            ("createVoiceInterview", "getUserVoiceInterviews"),
            ("updateVoiceInterviewStatus", "saveVoiceInterviewTranscription"),
            ("saveVoiceInterviewTranscription", "saveVoiceInterviewFeedback"),
            ("getUserVoiceInterviews", "searchVoiceInterviews"), ("searchVoiceInterviews", "getUserVoiceInterviews"),
            ("getVoiceInterviewById", "getVoiceInterviewTranscript"),
            ("getVoiceInterviewTranscript", "getVoiceInterviewById"),
            ("getVoiceInterviewStats", "getVoiceInterviewProgress"),
            ("getVoiceInterviewProgress", "getVoiceInterviewStats"),
        ] {
            let tool = try #require(tools.first { $0["name"]?.string == name })
            #expect(names.contains(near) && tool["description"]?.string?.contains(near) == true, "\(name)")
        }
    }

    @Test(arguments: SessionKind.allCases) func `every parameter has a type, its limits and a description`(
        _ kind: SessionKind
    ) throws {
        let methods = InterviewTable(try kind.sessions()).methods
        for tool in try Self.tools(kind) {
            let method = try #require(methods.first { $0.name == tool["name"]?.string })
            let input = try #require(tool["inputSchema"])
            #expect(input["type"]?.string == "object" && input["additionalProperties"]?.kind == .false)
            #expect(input["properties"]?.members.map { $0.name.string } == method.parameters.map(\.name))
            let required = input["required"]?.elements.compactMap(\.string) ?? []
            #expect(required == method.parameters.filter(\.isRequired).map(\.name))
            for (name, schema) in try #require(input["properties"]).members {
                #expect(schema["description"]?.string?.isEmpty == false, "\(name.string ?? "")")
                for part in Self.parts(of: schema) {
                    #expect(part["type"]?.kind == .string || part["anyOf"] != nil, "\(name.string ?? "")")
                    #expect(part["pattern"] == nil && part["title"] == nil)
                    // Grammars of llama.cpp support no greater repetition.
                    #expect((part["maxLength"]?.integer ?? 0) < 2_000)
                }
            }
        }
        let create = try #require(try Self.tools(kind).first?["inputSchema"]?["properties"])
        #expect(create["duration"]?["maximum"]?.integer == 480 && create["duration"]?["minimum"]?.integer == 1)
        #expect(create["context"]?["description"]?.string?.contains("100000 characters") == true)
        #expect(create["technologies"]?["items"]?["maxLength"]?.integer == 100)
    }

    @Test(arguments: SessionKind.allCases)
    func `schemas have no empty keywords and none that clients cannot handle`(
        _ kind: SessionKind
    ) throws {
        for tool in try Self.tools(kind) {
            for schema in [tool["inputSchema"], tool["outputSchema"]] {
                for part in Self.parts(of: try #require(schema)) {
                    // A boolean in place of a schema, a negation, or a reference.
                    #expect(part.kind == .object && part["not"] == nil && part["$ref"] == nil && part["$defs"] == nil)
                    #expect(part["additionalProperties"].map { $0.kind == .false } ?? true)
                    let isVoid = part["anyOf"]?.elements.contains { $0.members.count == 0 } ?? false
                    #expect(!isVoid && part["minLength"]?.integer != 0 && part["minItems"]?.integer != 0)
                }
            }
            #expect(tool["outputSchema"]?["type"]?.string == "object")
            #expect(tool["outputSchema"]?["properties"]?.members.contains { _ in true } == true)
        }
    }

    /// Every result of the scripts.
    @Test(arguments: ScriptTests.files) func `a result is valid by the outline of its tool`(_ file: String) throws {
        let service = try TestService()
        let tools = try Self.tools()
        for step in Script(try String(contentsOfFile: file, encoding: .utf8)).steps {
            let answers = service.answers(step.request)
            guard let request = try? JSONText(step.request, outlineDepth: 16).root, let answer = answers.first,
                let result = try JSONText(answer, outlineDepth: 16).root["result"],
                let name = request["method"]?.string == "tools/call"
                    ? request["params"]?["name"]?.string : request["method"]?.string,
                let outline = tools.first(where: { $0["name"]?.string == name })?["outputSchema"]
            else { continue }
            let structured = request["method"]?.string == "tools/call" ? result["structuredContent"] : result
            guard let structured else { continue }
            #expect(structured.faults(by: outline).isEmpty, "\(answer)")
        }
    }

    @Test func `an outline has the members of the full schema, two levels deep where a method reads`() throws {
        let document = try JSONText(try TestService().call("rpc.discover", ""), outlineDepth: 32).root["result"]
        for tool in try Self.tools() {
            let method = try #require(
                document?["methods"]?.elements.first { $0["name"]?.string == tool["name"]?.string })
            let (outer, whole) = (try #require(tool["outputSchema"]), try #require(method["result"]?["schema"]))
            let reads = method["x-effect"]?.string == "reads"
            for (name, member) in try #require(whole["properties"]).members {
                let outlined = try #require(outer["properties"]?[name.string ?? ""])
                for (member, outlined) in [(member, outlined), (member["items"], outlined["items"])] {
                    let names = reads ? member?["properties"]?.members.map { $0.name.string } : nil
                    #expect(outlined?["properties"]?.members.map { $0.name.string } == names, "\(name.string ?? "")")
                }
            }
        }
    }
}
