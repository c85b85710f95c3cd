// The measurement of the slowest requests: a short run of `bounds`, of whose times nothing is expected.

import Foundation
import JSON
import TestSupport
import Testing
import ToolSupport

@Suite(.serialized) struct BoundsTests {
    /// So small a database is made within a second.
    private static let scale = ["--scale", "0.0001"]

    private func run(_ arguments: [String]) throws -> String {
        let result = try ChildProcess.run(
            [programPath("bounds")] + arguments + Self.scale, environment: ProcessInfo.processInfo.environment)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// The first cells of the rows of a table.
    private func names(_ table: String) -> [String] {
        table.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2).compactMap {
            $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func `every method has a row`() throws {
        let document = try ChildProcess.run([programPath("voice-interviews"), "describe", "openrpc"]).output
        let described = try #require(try JSONText(document, outlineDepth: 4).root.member("methods"))
        let methods = described.elements.compactMap { $0.member("name")?.string }
        #expect(methods.count > 10)
        let rows = names(try run(["--each", "1", "--repeat", "1"]))
        for method in methods { #expect(rows.contains(method), "\(method)") }
        #expect(rows.filter { $0.hasPrefix("tools/call ") }.count > 10)
    }

    @Test func `every sequence has a row, in which two programs are compared`() throws {
        let program = programPath("voice-interviews")
        let table = try run(["waits", "--seconds", "0", "--program", "a=\(program)", "--program", "b=\(program)"])
        #expect(names(table).count == 8)
        #expect(table.contains("a: rounds") && table.contains("b: rounds"))
    }
}
