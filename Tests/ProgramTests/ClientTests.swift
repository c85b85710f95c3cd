// The built program against packages from PyPI: clients of the Model Context Protocol, parsers, and verifiers.

import Foundation
import TestSupport
import Testing

@Suite struct ClientTests {
    @Test func `the current clients work in each mode, and every result is valid in every revision`() throws {
        let output = try run("current.py", with: PythonEnvironment.current)
        #expect(output.components(separatedBy: ": every tool, resource, prompt and completion\n").count == 4)
        #expect(output.contains("fastmcp: tools, resources and prompts\n"))
        for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
            #expect(output.contains("\(version): 27 results are valid\n"))
        }
        #expect(output.contains("2026-07-28: 26 results are valid\n"))
    }

    @Test func `the older client works`() throws {
        let output = try run("older.py", with: PythonEnvironment.older)
        #expect(output == "mcp 1.30: tools, resources, prompts and completion\n")
    }

    @Test func `captions and Markdown of any text are parsed as they were written`() throws {
        let output = try run("captions.py", with: PythonEnvironment.captions)
        #expect(output == "400 transcripts: WebVTT, SubRip and Markdown are read as they were written\n")
    }

    @Test func `webhooks are accepted only if their vendors' own verifiers accept them`() throws {
        let output = try run("webhooks.py", String(UInt32.random(in: 0...(.max))), with: PythonEnvironment.vendors)
        #expect(output.contains(/2000 webhooks, [0-9]{3} accepted, [0-9]{4} agreed/), "\(output)")
    }

    /// The output of a client script.
    private func run(
        _ script: String, _ arguments: String..., with environment: Result<PythonEnvironment, Missing>
    ) throws -> String {
        let (output, status) = try environment.needed().run("Clients/" + script, [Program.path] + arguments)
        #expect(status == 0)
        return output
    }
}
