// Tests that a stream is split into the same lines, whatever the sizes of its chunks are.

import JSONRPC
import TestSupport
import Testing

@Suite struct LineSplitterTests {
    /// The lines of a stream that arrives in chunks of one size.
    private func lines(_ bytes: [UInt8], chunk: Int) -> [String] {
        var splitter = LineSplitter()
        var lines: [Line] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines += splitter.split(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        if let last = splitter.finish() { lines.append(last) }
        return lines.map { line in
            switch line {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .tooLong: "too long"
            }
        }
    }

    @Test(
        arguments: [
            ("a\nb\n", ["a", "b"]), ("a\r\nb", ["a", "b"]), ("\n\r\n \t\n\na\n\n", ["a"]),
            ("\u{FEFF}a\n\u{FEFF}b\n", ["a", "\u{FEFF}b"]),
            ("\u{FEFF}\na", ["a"]), ("a\r\r\nb", ["a\r", "b"]), ("a\rb\n", ["a\rb"]), ("", []), ("\n", []),
            ("a", ["a"]),
            ("a\u{2028}b\u{85}c\nd", ["a\u{2028}b\u{85}c", "d"]),
        ] as [(Sample, [String])])
    func `a stream is split at line feeds`(_ sample: Sample, expected: [String]) {
        let stream = sample.text
        for chunk in 1...(max(stream.utf8.count, 1)) {
            #expect(lines(Array(stream.utf8), chunk: chunk) == expected, "in chunks of \(chunk)")
        }
    }

    @Test(arguments: [(-1, false), (0, false), (1, true)])
    func `a line has at most 16 MiB`(excess: Int, isTooLong: Bool) {
        let count = Line.maximumBytes + excess
        for ending in ["\n", "\r\n", ""] {
            let stream = Array(repeating: UInt8(ascii: "x"), count: count) + Array(ending.utf8)
            let found = lines(stream + (ending.isEmpty ? [] : Array("next".utf8)), chunk: 65_536)
            #expect(found.map(\.utf8.count) == [isTooLong ? 8 : count] + (ending.isEmpty ? [] : [4]))
        }
    }

    @Test func `an endless line is not buffered`() {
        var splitter = LineSplitter()
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<100 { #expect(splitter.split(chunk).isEmpty) }
        #expect(splitter.split(Array("\nnext\n".utf8)) == [.tooLong, .text(Array("next".utf8)[...])])
        #expect(splitter.finish() == nil)
    }
}
