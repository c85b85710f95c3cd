// `replay`: output and exit status.

import Foundation
import TestSupport
import Testing

@Suite struct ReplayTests {
    private static let request = #"{"jsonrpc":"2.0","id":1,"method":"x"}"#

    @Test(arguments: ["README.md", "protocol.md", "Tests/Scripts/life.txt"])
    func `a script without differences prints one line, and the status is 0`(_ file: String) throws {
        let program = try Program("replay", package + "/" + file)
        let printed = program.converse("")
        #expect(try program.status() == 0)
        #expect(printed.count == 1)
        #expect(printed.first?.wholeMatch(of: /\d+ requests, \d+ answers: all as expected\./) != nil)
        #expect(program.errorText().isEmpty)
    }

    @Test func `the conversation is printed on request`() throws {
        let program = try Program("replay", "--verbose", package + "/README.md")
        let printed = program.converse("")
        #expect(try program.status() == 0)
        #expect(
            printed.filter { $0.hasPrefix("--> ") }.count == 2 && printed.filter { $0.hasPrefix("<-- ") }.count == 2)
        #expect(printed.last == "2 requests, 2 answers: all as expected.")
    }

    @Test func `each difference is printed with its line, and the status is 1`() throws {
        let folder = try TestFolder()
        let file = folder.file("t.txt")
        let text = """
            --> \(Self.request)
            <-- {"jsonrpc":"2.0","id":2,
                  "error":{"code":-32601,"data":{"kind":"methodNotFound"}},"x":"\u{9B}"}
            <-- 7

            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let program = try Program("replay", file)
        let printed = program.converse("")
        #expect(try program.status() == 1)
        #expect(printed.count == 4)
        #expect(printed.first == "\(file):2: /id: expected 2, got 1")
        #expect(printed.contains { $0.hasPrefix("\(file):3: /error/message: expected nothing, got \"There is no") })
        #expect(printed.contains(#"\#(file):3: /x: expected "\u009b", got nothing"#))
        #expect(printed.contains("\(file):4: expected 7, got no answer"))
        #expect(program.errorText() == "voice-interviews: 1 request, 1 answer: 4 differences.\n")
    }

    @Test func `an expected answer that is not JSON is reported, and nothing is sent`() throws {
        let folder = try TestFolder()
        let file = folder.file("t.txt")
        try "--> \(Self.request)\n<-- {\n  oops}\n".write(toFile: file, atomically: true, encoding: .utf8)
        let program = try Program("replay", "--verbose", file)
        #expect(program.converse("").isEmpty)
        #expect(try program.status() == 65)
        #expect(
            program.errorText()
                == "voice-interviews: \(file):3: the expected answer is not JSON: a member name in double quotes was expected.\n"
        )
    }

    @Test func `a file without a script and a missing file are refused`() throws {
        let folder = try TestFolder()
        try "<-- 1\n--> 2\n".write(toFile: folder.file("s.txt"), atomically: true, encoding: .utf8)
        #expect(try Program("replay", folder.file("s.txt")).status() == 65)
        try Data([0x2D, 0x2D, 0x3E, 0xFF]).write(to: URL(filePath: folder.file("u.txt")))
        #expect(try Program("replay", folder.file("u.txt")).status() == 65)
        try "nothing".write(toFile: folder.file("t.txt"), atomically: true, encoding: .utf8)
        #expect(try Program("replay", folder.file("t.txt")).status() == 65)
        #expect(try Program("replay", folder.file("none")).status() == 74)
    }
}
