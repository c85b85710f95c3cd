// The examples of the README, run as they stand there.

import Foundation
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

    private func expectExample(_ language: String, interpreter: String, file: String) throws {
        let interpreter = try #require(Self.interpreter(interpreter))
        let folder = try TestFolder()
        let block = try #require(
            try contents("README.md").components(separatedBy: "```\(language)\n").dropFirst().first)
        try block.components(separatedBy: "```")[0].write(toFile: folder.file(file), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: interpreter)
        process.arguments = [folder.file(file)]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PROGRAM": Program.path, "FILE": folder.file("db")]
        ) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: printed, as: UTF8.self) == "1 completed, 60 s\n")
        #expect(FileManager.default.fileExists(atPath: folder.file("db")))
    }
}
