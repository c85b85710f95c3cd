// Runs the clients in README.md and protocol.md as they are printed there.

import Foundation
import JSON
import TestSupport
import Testing
import ToolSupport

@Suite struct ExampleTests {
    /// The path of an interpreter; nil if it is not installed. CI needs both.
    private static func interpreter(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

    /// A client in a document.
    private struct Example {
        let document: String
        /// The info string of its fenced block.
        let language: String
        let interpreter: String
        /// Its expected output.
        let output: String
        let requests: Int
    }

    @Test(.enabled(if: isCI || interpreter("node") != nil, "node is not installed"))
    func `the short client for Node works`() throws {
        try expect(
            Example(document: "README.md", language: "js", interpreter: "node", output: "pending\n", requests: 1))
    }

    @Test(.enabled(if: isCI || interpreter("python3") != nil, "python3 is not installed"))
    func `the short client for Python works`() throws {
        try expect(
            Example(
                document: "README.md", language: "python", interpreter: "python3", output: "pending\n", requests: 1))
    }

    @Test(.enabled(if: isCI || interpreter("node") != nil, "node is not installed"))
    func `the whole client for Node works`() throws {
        try expect(
            Example(
                document: "protocol.md", language: "js", interpreter: "node", output: "1 completed, 60 s\n",
                requests: 4))
    }

    @Test(.enabled(if: isCI || interpreter("python3") != nil, "python3 is not installed"))
    func `the whole client for Python works`() throws {
        try expect(
            Example(
                document: "protocol.md", language: "python", interpreter: "python3", output: "1 completed, 60 s\n",
                requests: 4))
    }

    /// Runs the example in its own folder, and checks each request and answer against the OpenRPC document.
    private func expect(_ example: Example) throws {
        let interpreter = try #require(Self.interpreter(example.interpreter))
        let folder = try TestFolder()
        let block = try #require(
            try contents(example.document).components(separatedBy: "```\(example.language)\n").dropFirst().first)
        // Node loads modules only from `.mjs`; Python runs any name.
        try block.components(separatedBy: "```")[0]
            .write(toFile: folder.file("example.mjs"), atomically: true, encoding: .utf8)
        try installListener(in: folder)
        let result = try ChildProcess.run(
            ["/usr/bin/env", "-C", folder.path, interpreter, "example.mjs"],
            environment: ProcessInfo.processInfo.environment)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == example.output)
        #expect(FileManager.default.fileExists(atPath: folder.file("interviews.sqlite")))
        try expectAgreement(sent: folder.file("sent"), got: folder.file("got"), requests: example.requests)
    }

    /// Installs a program at the path that the examples run, which records requests and answers.
    private func installListener(in folder: TestFolder) throws {
        let listener =
            "#!/bin/sh\ntee '\(folder.file("sent"))' | '\(Program.path)' \"$@\" | tee '\(folder.file("got"))'\n"
        try FileManager.default.createDirectory(
            atPath: folder.file(".build/release"), withIntermediateDirectories: true)
        try listener.write(toFile: folder.file("listener"), atomically: true, encoding: .utf8)
        // A child of another test that inherits a descriptor with which this process writes the file would keep it from
        // being executed (ETXTBSY): another process writes it.
        let installed = try ChildProcess.run(
            ["/usr/bin/install", "-m", "755", folder.file("listener"), folder.file(".build/release/voice-interviews")],
            environment: [:])
        try #require(installed.status == 0)
    }

    private func expectAgreement(sent: String, got: String, requests count: Int) throws {
        func lines(_ file: String) throws -> [JSONSlice] {
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
                .map { try JSONText(String($0), outlineDepth: 16).root }
        }
        let described = try #require(try Program("describe", "openrpc").line())
        let methods = try #require(try JSONText(described, outlineDepth: 32).root["methods"])
        let (requests, answers) = (try lines(sent), try lines(got))
        #expect(requests.count == count && answers.count == count)
        for (request, answer) in zip(requests, answers) {
            let method = try #require(methods.elements.first { $0["name"]?.string == request["method"]?.string })
            let declared = try #require(method["params"])
            for (name, value) in try #require(request["params"]).members {
                let descriptor = try #require(declared.elements.first { $0["name"]?.string == name.string })
                let schema = try #require(descriptor["schema"])
                #expect(value.faults(by: schema).isEmpty)
            }
            let schema = try #require(method["result"]?["schema"])
            let result = try #require(answer["result"])
            #expect(result.faults(by: schema).isEmpty)
        }
    }
}
