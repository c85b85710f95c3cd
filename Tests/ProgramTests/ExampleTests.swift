// The examples of the README, run as they stand there.

import Foundation
import JSON
import TestSupport
import Testing

@Suite struct ExampleTests {
    /// The interpreter, where one is installed. On CI both must be.
    private static func interpreter(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

    @Test(.enabled(if: isCI || interpreter("node") != nil, "node is not installed"))
    func `the example for Node works`() throws {
        try expectExample("js", interpreter: "node", file: "example.mjs")
    }

    @Test(.enabled(if: isCI || interpreter("python3") != nil, "python3 is not installed"))
    func `the example for Python works`() throws {
        try expectExample("python", interpreter: "python3", file: "example.py")
    }

    /// Runs the example, and holds every line that it sent and got against what the program says of itself.
    private func expectExample(_ language: String, interpreter: String, file: String) throws {
        let interpreter = try #require(Self.interpreter(interpreter))
        let folder = try TestFolder()
        let block = try #require(
            try contents("README.md").components(separatedBy: "```\(language)\n").dropFirst().first)
        try block.components(separatedBy: "```")[0].write(toFile: folder.file(file), atomically: true, encoding: .utf8)
        let listener =
            "#!/bin/sh\ntee '\(folder.file("sent"))' | '\(Program.path)' \"$@\" | tee '\(folder.file("got"))'\n"
        #expect(
            FileManager.default.createFile(
                atPath: folder.file("listener"), contents: Data(listener.utf8), attributes: [.posixPermissions: 0o755]))
        let process = Process()
        process.executableURL = URL(filePath: interpreter)
        process.arguments = [folder.file(file)]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PROGRAM": folder.file("listener"), "FILE": folder.file("db")]
        ) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: printed, as: UTF8.self) == "1 completed, 60 s\n")
        #expect(FileManager.default.fileExists(atPath: folder.file("db")))
        try expectAgreement(sent: folder.file("sent"), got: folder.file("got"))
    }

    private func expectAgreement(sent: String, got: String) throws {
        func lines(_ file: String) throws -> [JSONSlice] {
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
                .map { try JSONText(String($0), outlineDepth: 16).root }
        }
        let described = try #require(try Program("describe", "openrpc").line())
        let methods = try #require(try JSONText(described, outlineDepth: 32).root["methods"])
        let (requests, answers) = (try lines(sent), try lines(got))
        #expect(requests.count >= 4 && requests.count == answers.count)
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
