// The OpenRPC document: valid, and in agreement with what the program accepts and answers.

import Foundation
import Interviews
import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods

@Suite struct DiscoveryTests {
    private let document: JSONSlice

    init() throws {
        document = try Self.document(.trusted)
    }

    private static func document(_ sessions: Sessions) throws -> JSONSlice {
        let service = try TestService(sessions)
        let answer = try #require(service.answers(#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#).first)
        return try #require(try JSONText(answer, outlineDepth: 32).root["result"])
    }

    private func methods() throws -> [JSONSlice] { Array(try #require(document["methods"]).elements) }

    /// An object of the meta-schema (spec.open-rpc.org, 1.4): its required and its optional members.
    private func expect(_ object: JSONSlice, has required: Set<String>, may optional: Set<String> = []) {
        let names = Set(object.members.compactMap { $0.name.string }).filter { !$0.hasPrefix("x-") }
        #expect(required.isSubset(of: names) && names.isSubset(of: required.union(optional)), "\(names)")
    }

    @Test func `the document is valid OpenRPC 1.4`() throws {
        expect(document, has: ["openrpc", "info", "methods"], may: ["components"])
        #expect(try #require(document["openrpc"]?.string).contains(/^1\.4\.\d+$/))
        expect(try #require(document["info"]), has: ["title", "version"], may: ["description"])
        let methods = try methods()
        #expect(Set(methods.map { $0["name"]?.string }).count == methods.count)
        for method in methods {
            expect(
                method, has: ["name", "params"],
                may: ["summary", "description", "paramStructure", "result", "errors", "examples"])
            #expect(["by-name", "by-position", "either"].contains(method["paramStructure"]?.string))
            let params = Array(try #require(method["params"]).elements)
            for descriptor in params + [try #require(method["result"])] {
                expect(descriptor, has: ["name", "schema"], may: ["description", "required"])
            }
            #expect(Set(params.map { $0["name"]?.string }).count == params.count)
            let firstOptional = params.firstIndex { $0["required"]?.kind == .false } ?? params.count
            #expect(params[firstOptional...].allSatisfy { $0["required"]?.kind == .false })
            let errors = Array(try #require(method["errors"]).elements)
            for error in errors {
                expect(error, has: ["code", "message"], may: ["data"])
                let name = try #require(error["data"]?["kind"]?.string)
                #expect(document["components"]?["schemas"]?[name] != nil)
                #expect(document["components"]?["errors"]?[name]?["code"]?.integer == error["code"]?.integer)
            }
            #expect(Set(errors.map { $0["code"]?.integer }).count == errors.count)
            for pairing in method["examples"].map({ Array($0.elements) }) ?? [] {
                expect(pairing, has: ["name", "params"], may: ["result", "description"])
                for example in Array(try #require(pairing["params"]).elements) + [try #require(pairing["result"])] {
                    expect(example, has: ["name", "value"])
                }
            }
        }
    }

    @Test func `the document has all methods, and each but rpc.discover has an example`() throws {
        let methods = try methods()
        #expect(methods.map { $0["name"]?.string } == InterviewTable(.trusted).methods.map(\.name))
        #expect(methods.filter { $0["examples"] == nil }.map { $0["name"]?.string } == ["rpc.discover"])
    }

    @Test func `the examples, called one after another, have the results they show, by name and by position`() throws {
        for isPositional in [false, true] {
            let service = try TestService()
            for method in try methods() {
                // Its example is played with a model (`ReviewTests`).
                guard method["name"]?.string != "generateVoiceInterviewFeedback",
                    let example = method["examples"]?.elements.first
                else { continue }
                let params = Array(try #require(example["params"]).elements)
                let values = try params.map { try #require($0["value"]) }.map {
                    String(decoding: $0.bytes, as: UTF8.self)
                }
                let names = try params.map { try #require($0["name"]?.string) }
                let declared = try #require(method["params"]).elements.compactMap { $0["name"]?.string }
                let list = declared.map { name in names.firstIndex(of: name).map { values[$0] } ?? "null" }
                let given =
                    isPositional
                    ? "[" + list.joined(separator: ",") + "]"
                    : "{" + zip(names, values).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
                let name = try #require(method["name"]?.string)
                let answer = service.answers(#"{"jsonrpc":"2.0","id":1,"method":"\#(name)","params":\#(given)}"#)
                let text = try JSONText(try #require(answer.first), outlineDepth: 16)
                let result = try #require(text.root["result"], "\(answer)")
                #expect(result.isSameValue(as: try #require(example["result"]?["value"])), "\(answer)")
            }
        }
    }

    @Test(arguments: SessionKind.allCases) func `examples are valid by their schemas`(_ kind: SessionKind) throws {
        for method in try #require(try Self.document(try kind.sessions())["methods"]).elements {
            guard let example = method["examples"]?.elements.first else { continue }
            let declared = Array(try #require(method["params"]).elements)
            for param in try #require(example["params"]).elements {
                let descriptor = try #require(declared.first { $0["name"]?.string == param["name"]?.string })
                #expect(try #require(param["value"]).faults(by: try #require(descriptor["schema"])).isEmpty)
            }
            let schema = try #require(method["result"]?["schema"])
            #expect(try #require(example["result"]?["value"]).faults(by: schema).isEmpty)
        }
    }

    /// Every call and every answer of the scripts: the schemas admit what is accepted and what is answered.
    @Test(arguments: ScriptTests.files) func `the schemas admit what is accepted and what is answered`(
        _ file: String
    ) throws {
        let service = try TestService()
        let methods = try methods()
        for step in Script(try String(contentsOfFile: file, encoding: .utf8)).steps {
            let answers = service.answers(step.request)
            guard let request = try? JSONText(step.request, outlineDepth: 16).root,
                let name = request["method"]?.string,
                let method = methods.first(where: { $0["name"]?.string == name }), let params = request["params"],
                params.kind == .object, let answer = answers.first
            else { continue }
            let root = try JSONText(answer, outlineDepth: 16).root
            if let result = root["result"] {
                #expect(result.faults(by: try #require(method["result"]?["schema"])).isEmpty, "\(answer)")
                for descriptor in try #require(method["params"]).elements {
                    let name = descriptor["name"]?.string ?? ""
                    let value = params[name]
                    #expect(value != nil || descriptor["required"]?.kind == .false)
                    // The schemas of these name the usual types, but any other is accepted.
                    if let value, !["transcription", "feedback"].contains(name) {
                        #expect(value.faults(by: try #require(descriptor["schema"])).isEmpty, "\(step.request)")
                    }
                }
            } else if let data = root["error"]?["data"], let kind = data["kind"]?.string, root["id"]?.kind != .null {
                let schema = try #require(document["components"]?["schemas"]?[kind], "\(kind)")
                #expect(data.faults(by: schema).isEmpty, "\(answer)")
                let codes = try #require(method["errors"]).elements.compactMap { $0["code"]?.integer }
                #expect(codes.contains(root["error"]?["code"]?.integer ?? 0) || kind == "invalidRequest", "\(answer)")
            }
        }
    }

    @Test(arguments: [
        "", " ", "a", " a", "\\u0085", "\\ufeff", "\\u001c", "\\u3000", "\\u2028\\t", "a\\n", "\\u0000", "a\\u0000",
        "😀",
    ])
    func `the schema of a technology accepts what the server accepts`(_ text: String) throws {
        let create = try #require(try methods().first { $0["name"]?.string == "createVoiceInterview" })
        let descriptor = try #require(create["params"]?.elements.first { $0["name"]?.string == "technologies" })
        let schema = try #require(descriptor["schema"])
        let isAccepted = try JSONText("[\"\(text)\"]").root.faults(by: schema).isEmpty
        let call =
            #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":[{"userId":"u"},["\#(text)"],"",1]}"#
        let answers = try TestService().answers(call)
        #expect(try #require(answers.first).contains("\"result\"") == isAccepted)
    }

    @Test func `a process that accepts tokens describes tokens`() throws {
        let document = try Self.document(try SessionKind.token.sessions())
        for method in try #require(document["methods"]).elements where method["name"]?.string != "rpc.discover" {
            let session = try #require(method["params"]?.elements.first)
            #expect(session["schema"]?["properties"]?.members.map { $0.name.string } == ["token"])
        }
    }

    @Test(arguments: [SessionKind.pinned, .pinnedByToken]) func `a pinned process describes no session`(
        _ kind: SessionKind
    ) throws {
        let pinned = try Self.document(try kind.sessions())
        for method in try #require(pinned["methods"]).elements {
            #expect(try #require(method["params"]).elements.allSatisfy { $0["name"]?.string != "session" })
            for example in method["examples"].map({ Array($0.elements) }) ?? [] {
                #expect(try #require(example["params"]).elements.allSatisfy { $0["name"]?.string != "session" })
            }
        }
        #expect(try methods().filter { $0["params"]?.elements.first?["name"]?.string == "session" }.count == 15)
    }

    @Test func `protocol.md ends with the reference`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "protocol.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "\n## Reference\n")).lowerBound
        #expect(
            text[start...].dropFirst() == InterviewTable(.trusted).reference.text[...],
            "rewrite it: sed -i '/^## Reference$/,$d' protocol.md && swift run voice-interviews describe reference >> protocol.md"
        )
    }
}
