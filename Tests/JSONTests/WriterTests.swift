// Tests that the output of the writer is one line of JSON, and reads back as the same value.

import JSON
import TestSupport
import Testing

@Suite struct WriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas are written between members and between elements only`() {
        let written = text { writer in
            writer.beginObject()
            writer.name("a")
            writer.beginArray()
            writer.integer(1)
            writer.null()
            writer.beginObject()
            writer.endObject()
            writer.bool(true)
            writer.endArray()
            writer.name("b")
            writer.string("c")
            writer.name(EncodedName("d\""))
            writer.bool(false)
            writer.endObject()
        }
        #expect(written == #"{"a":[1,null,{},true],"b":"c","d\"":false}"#)
    }

    @Test func `every scalar of the first planes reads back, and none breaks the line`() throws {
        for start in stride(from: 0, to: 0x11000, by: 64) {
            var string = ""
            for scalar in (start..<start + 64).compactMap({ Unicode.Scalar(UInt32($0)) }) {
                string.unicodeScalars.append(scalar)
            }
            let written = text { $0.string(string) }
            #expect(try JSONText(written).root.isString(string))
            #expect(!written.unicodeScalars.contains { $0.value < 0x20 || [0x85, 0x2028, 0x2029].contains($0.value) })
        }
    }

    @Test(
        arguments: [
            (0, "0"), (80, "80"), (12.5, "12.5"), (0.1, "0.1"), (86_400, "86400"), (1e300, "1e+300"), (1e-7, "1e-07"),
            (-2.5, "-2.5"),
        ] as [(Double, String)])
    func `a double is written as the shortest decimal that reads back`(_ value: Double, written: String) throws {
        #expect(text { $0.number(value) } == written)
        #expect(try JSONText(written).root.double == value)
    }

    @Test(arguments: [Int.min, -1, 0, 9, 10, Int.max]) func `integers are written in full`(_ value: Int) {
        #expect(text { $0.integer(value) } == String(value))
    }

    @Test(
        arguments: [
            ("[1.0,1e5]", "[1.0,1e5]"), ("[1,\r2]", "[1,2]"), ("[\n]", "[]"),
            ("\"a\u{2028}b\u{2029}c\u{85}d\"", #""a\u2028b\u2029c\u0085d""#),
            ("{\"\u{2028}\":\r\"é\"}", #"{"\u2028":"é"}"#),
            ("\"\u{2027}\u{202A}\u{84}\u{86}\"", "\"\u{2027}\u{202A}\u{84}\u{86}\""),
        ] as [(Sample, String)])
    func `a slice is written as it was read, on one line`(_ sample: Sample, written: String) throws {
        let slice = try JSONText(sample.text).root
        #expect(self.text { $0.slice(slice) } == written)
        #expect(Array(slice.lineSafeBytes) == Array(written.utf8))
        #expect(try JSONText(written).root.isSameValue(as: slice))
    }

    @Test func `rewinding discards what was written after a mark`() {
        let written = text { writer in
            writer.beginArray()
            writer.integer(1)
            let mark = writer.mark
            writer.beginObject()
            writer.name("never")
            writer.rewind(to: mark)
            writer.integer(2)
            writer.endArray()
            writer.endLine()
            writer.integer(3)
        }
        #expect(written == "[1,2]\n3")
    }
}
