// Tests that the scanner accepts exactly the JSON texts of RFC 8259, in UTF-8, and reports the offset of an error.

import TestSupport
import Testing

@testable import JSON

@Suite struct ScannerTests {
    @Test(
        arguments: [
            "null", "true", "false", "0", "-0", "1e400", "1E+2", "0.5e-07", "\"\"", "[]", "{}", " [ ] ", "\t{ }\r",
            "[[[]],{}]", #"{"":{"":[]}}"#, #"{"a":1,"a":2}"#, #""\"\\\/\b\f\n\r\t\u0000\uD83D\uDE00""#, "\"é€😀\u{7F}\"",
            "123456789012345678901234567890.123456789e-1234567890", "[1,2 , 3]", #"{"a" : [ true,false , null ] }"#,
        ] as [Sample])
    func `a JSON text is accepted`(_ sample: Sample) throws {
        _ = try JSONText(sample.text)
    }

    @Test(
        arguments: [
            ("", 0), (" ", 1), ("nul", 3), ("nulL", 0), ("True", 0), ("NaN", 0), ("Infinity", 0), ("'a'", 0),
            ("1 2", 2),
            ("01", 1), ("-", 1), ("-a", 1), ("1.", 2), (".5", 0), ("+1", 0), ("1e", 2), ("1e+", 3), ("0x10", 1),
            ("1.a", 2),
            ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,]", 1), ("[1 2]", 3), ("]", 0), ("[}", 1), ("[1}", 2),
            ("{", 1), ("{]", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), ("{1:2}", 1), (#"{"a" 1}"#, 5),
            (#"{"a":1"#, 6), (#"{"a":1]"#, 6), ("{a:1}", 1), ("\"", 1), ("\"a", 2), (#""\"#, 2), (#""\x""#, 1),
            (#""\u12"#, 5), (#""\u12G4""#, 1), (#""\ud83d\u12""#, 7), ("\"a\nb\"", 2), ("\"a\u{0}b\"", 2),
            ("\"\u{1F}\"", 1),
            ("[] []", 3), ("// c", 0), ("\u{FEFF}1", 0), ("\u{A0}1", 0), ("[1,\u{B}2]", 3),
        ] as [(Sample, Int)])
    func `any other text is refused at its first wrong byte`(_ sample: Sample, offset: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONText(sample.text) }
        #expect(error?.offset == offset, "\(String(describing: error))")
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused at the first of them`(_ bytes: [UInt8]) {
        for padding in 0..<10 {
            let plain = Array(repeating: UInt8(ascii: "a"), count: padding)
            let text = [UInt8(ascii: "\"")] + plain + bytes + [UInt8(ascii: "\"")]
            let error = #expect(throws: JSONSyntaxError.self) { try JSONText(text[...]) }
            #expect(error == JSONSyntaxError(.badUTF8, at: padding + 1))
        }
    }

    @Test(
        arguments: [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
            [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        ] as [[UInt8]])
    func `the first and last scalars of each length are accepted`(_ bytes: [UInt8]) throws {
        let text = try JSONText([UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
        #expect(text.root.string == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `a truncated text is refused, without reading beyond its end`() throws {
        let whole = Array(#"{"a":[1.5e3,"é\u00e9\n",true,null,{}],"b":"12345678901234567890"}"#.utf8)
        for count in whole.indices {
            #expect(throws: JSONSyntaxError.self) { try JSONText(whole[..<count]) }
        }
        _ = try JSONText(whole[...])
    }

    @Test func `a special byte is found at every position of a long string`() throws {
        for special in ["\"", "\\", "\n", "\u{1F}"] {
            for place in 0..<40 {
                var bytes = Array(repeating: UInt8(ascii: "a"), count: 40)
                bytes[place] = try #require(special.utf8.first)
                let text = Array("\"".utf8) + bytes + Array("\"".utf8)
                let error = #expect(throws: JSONSyntaxError.self) { try JSONText(text[...]) }
                #expect(try #require(error).offset >= place + 1)
            }
        }
    }

    @Test(arguments: [
        (#""\ud800""#, true), (#""\udc00""#, true), (#""\ud800\ud800\udc00""#, true), (#""\ud800x""#, true),
        (#""\ud83d\ude00""#, false), (#""\\ud800""#, false), (#"{"\udfff":1}"#, true),
    ])
    func `an unpaired surrogate is recorded, and the text is accepted`(_ text: String, isUnpaired: Bool) throws {
        #expect(try JSONText(text).hasUnpairedSurrogate == isUnpaired)
    }

    @Test(arguments: [(128, false), (129, true), (100_000, true)])
    func `nesting beyond 128 is recorded, and does not exhaust the stack`(depth: Int, isTooDeep: Bool) throws {
        let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try JSONText(brackets).isTooDeep == isTooDeep)
        let objects = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try JSONText(objects).isTooDeep == isTooDeep)
    }

    @Test func `brackets must match at every depth`() throws {
        for depth in [1, 63, 64, 65, 127, 128, 129, 200] {
            let mixed = (0..<depth).map { $0 % 3 == 0 ? "[" : "{\"a\":" }.joined()
            let closing = (0..<depth).reversed().map { $0 % 3 == 0 ? "]" : "}" }.joined()
            _ = try JSONText(mixed + "1" + closing)
            let wrong = closing.replacing("]", with: "}", maxReplacements: 1)
            #expect(throws: JSONSyntaxError.self) { try JSONText(mixed + "1" + wrong) }
        }
    }
}
