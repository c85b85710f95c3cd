// The clients that hosts of the Model Context Protocol are built with, from PyPI, against the built program.

import Foundation
import TestSupport
import Testing

/// A virtual environment with packages from PyPI, made when it is first needed, and kept beside the build.
private struct PythonEnvironment {
    let python: String

    /// - Returns: nil if it cannot be made: there is no Python with `venv`, or PyPI cannot be reached.
    init?(_ name: String, _ packages: String...) {
        let folder = package + "/.build/clients/" + name
        python = folder + "/bin/python"
        let isComplete = folder + "/complete"
        guard !FileManager.default.fileExists(atPath: isComplete) else { return }
        guard Means.runs("python3", "-m", "venv", "--clear", folder),
            Means.runs(
                [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"] + packages),
            FileManager.default.createFile(atPath: isComplete, contents: nil)
        else { return nil }
    }

    static let current = PythonEnvironment("current", "mcp==2.3.0", "fastmcp==4.1.2")
    static let older = PythonEnvironment("older", "mcp==1.30.0")
}

@Suite struct ClientTests {
    private static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
    private static let hasCurrent = PythonEnvironment.current != nil
    private static let hasOlder = PythonEnvironment.older != nil

    @Test(.enabled(if: isCI || hasCurrent, "the clients cannot be got from PyPI"))
    func `the current clients work in each of their modes, and every result is valid in every revision`() throws {
        let output = try run("current.py", with: PythonEnvironment.current)
        #expect(output.components(separatedBy: ": every tool, resource, prompt and completion\n").count == 4)
        #expect(output.contains("fastmcp: tools, resources and prompts\n"))
        for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
            #expect(output.contains("\(version): 25 results are valid\n"))
        }
        #expect(output.contains("2026-07-28: 24 results are valid\n"))
    }

    @Test(.enabled(if: isCI || hasOlder, "the client cannot be got from PyPI"))
    func `the older client works`() throws {
        let output = try run("older.py", with: PythonEnvironment.older)
        #expect(output == "mcp 1.30: tools, resources, prompts and completion\n")
    }

    /// What a script prints that plays a client.
    private func run(_ script: String, with environment: PythonEnvironment?) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try #require(environment, "the clients cannot be got from PyPI").python)
        process.arguments = ["-W", "ignore", package + "/Tests/Clients/" + script, Program.path]
        let output = Pipe()
        process.standardOutput = output
        try spawning.withLock(process.run)
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }
}
