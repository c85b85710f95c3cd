// Tests that values are read in place, and that strings and numbers are decoded and compared exactly.

import JSON
import TestSupport
import Testing

@Suite struct SliceTests {
    @Test func `members and elements are found at every depth`() throws {
        let root = try JSONText(#" {"a":[1,{"b":[[[["deep"]]]]}],"c":"d"} "#, outlineDepth: 1).root
        #expect(root.members.map(\.name.string) == ["a", "c"])
        let element = try #require(root.members.first).value.elements[1]
        #expect(element.members.first?.name.string == "b")
        #expect(element.members.first?.value.elements[0].elements[0].elements[0].elements[0].string == "deep")
        #expect(String(decoding: root.members[0].value.bytes, as: UTF8.self) == #"[1,{"b":[[[["deep"]]]]}]"#)
    }

    @Test(arguments: 0...6) func `the values do not depend on the depth of the outline`(depth: Int) throws {
        let text = #"{"a":[[],{},{"b":{"c":{"d":[1,2,[3]]}}}],"e":[]}"#
        let root = try JSONText(text, outlineDepth: depth).root
        #expect(root.members.map(\.value.kind) == [.array, .array])
        let inner = root.members[0].value.elements[2].members[0].value.members[0].value.members[0].value
        #expect(inner.elements.map(\.kind) == [.number, .number, .array])
        #expect(inner.elements[2].elements[0].integer == 3)
    }

    @Test(
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20ac""#, "Aé€"),
            (#""😀\ud83d\ude00x""#, "😀😀x"),
            (#""\ud800x""#, "\u{FFFD}x"), (#""\udc00\ud800\n\ud83d\ude00\ud83d""#, "\u{FFFD}\u{FFFD}\n😀\u{FFFD}"),
            (#""e\u0301""#, "e\u{301}"), (#""\u0000""#, "\0"), (#""a\\nb""#, "a\\nb"),
        ] as [(String, Sample)])
    func `escapes are decoded`(_ text: String, decoded: Sample) throws {
        let string = try #require(try JSONText(text).root.string)
        #expect(Array(string.unicodeScalars) == Array(decoded.text.unicodeScalars))
        #expect(try JSONText(text).root.isString(decoded.text))
    }

    @Test func `composed and decomposed characters are not the same string`() throws {
        #expect(try !JSONText("\"\u{e9}\"").root.isString("e\u{301}"))
        #expect(try !JSONText(#""\u00e9""#).root.isString("e\u{301}"))
    }

    @Test(arguments: [
        ("30", 30), ("30.0", 30), ("3e1", 30), ("300e-1", 30), ("0.03e3", 30), ("-0", 0), ("0e99999999999999999999", 0),
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("-12", -12),
        ("1000000000000000000000e-21", 1),
    ])
    func `a number without a fractional part is an integer`(_ text: String, value: Int) throws {
        #expect(try JSONText(text).root.integer == value)
    }

    @Test(arguments: [
        "30.5", "3e-1", "9223372036854775808", "1e400", "1e99999999999999999999", "\"30\"", "true", "[30]",
    ])
    func `any other value is not an integer`(_ text: String) throws {
        #expect(try JSONText(text).root.integer == nil)
    }

    @Test(arguments: [
        ("0", true), ("-0", true), ("100", true), ("1e2", true), ("99.99999999999999999999", true), ("0.1e-400", true),
        ("100.00000000000000000001", false), ("-1e-400", false), ("1e400", false), ("101", false), ("-1", false),
        ("10000e-2", true), ("10001e-2", false), ("\"1\"", false),
    ])
    func `a number is compared exactly with its bounds`(_ text: String, isWithin: Bool) throws {
        #expect(try JSONText(text).root.isNumber(within: 0...100) == isWithin)
    }

    @Test(arguments: [
        ("-101", false), ("-100.5", false), ("-100", true), ("-99.9", true), ("-1e-9", true), ("0", false),
    ])
    func `a number is compared exactly with negative bounds`(_ text: String, isWithin: Bool) throws {
        #expect(try JSONText(text).root.isNumber(within: -100...(-1)) == (isWithin && text != "-1e-9"))
    }

    @Test func `a number of a hundred thousand digits can be read`() throws {
        let digits = String(repeating: "9", count: 100_000)
        #expect(try JSONText(digits).root.integer == nil)
        #expect(try JSONText(digits).root.double == nil)
        #expect(try JSONText("0." + digits).root.double == 1)
        #expect(try JSONText("1" + String(repeating: "0", count: 100_000) + "e-100000").root.integer == 1)
    }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, nil), (#"{"a":1,"b":2,"a":3,"a":4}"#, "a"), (#"{"a":1,"\u0061":2}"#, "a"),
        (#"{"\u0061":1,"a":2}"#, "a"), (#"{"\ud800":1,"\ud801":2}"#, nil), (#"{"\ud800":1,"\uD800":2}"#, "\u{FFFD}"),
        ("{\"\u{e9}\":1,\"e\u{301}\":2}", nil), ("{}", nil),
        (#"{"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":0,"10":0,"9":0}"#, "9"),
    ])
    func `a duplicate name is found, byte for byte`(_ text: String, name: String?) throws {
        #expect(try JSONText(text).root.repeatedNames == (name.map { [$0] } ?? []))
    }

    @Test func `a million names are compared in bounded time`() throws {
        let text = "{" + (0..<1_000_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONText(text).root.repeatedNames.isEmpty)
    }

    @Test(arguments: [
        ("1.0", "1", true), ("1e2", "100", true), ("-0", "0", true), ("0.1", "0.10", true), ("1", "2", false),
        ("18446744073709551616", "18446744073709551617", false), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, true),
        (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, false), (#"{"a":1}"#, #"{"a":1,"b":1}"#, false),
        ("[1,2]", "[2,1]", false), (#""\u00e9""#, "\"é\"", true),
        (#""\ud800""#, #""\uD800""#, true), (#""\ud800""#, #""\ud801""#, false), (#""\ud800""#, #""\ufffd""#, false),
        (#""\udc00\ud800""#, #""\ud800\udc00""#, false),
        (#"{"\ud800":1,"\udc00":2}"#, #"{"\udc00":1,"\ud800":2}"#, false),
        ("null", "false", false), ("[]", "{}", false),
    ])
    func `values are compared as JSON values`(_ left: String, _ right: String, isSame: Bool) throws {
        #expect(try JSONText(left).root.isSameValue(as: JSONText(right).root) == isSame)
    }

    @Test func `a duplicate name among many is found, however it is escaped`() throws {
        let others = (0..<20).map { #""n\#($0)":1"# }
        for (first, second) in [
            ("a", "\\u0061"), ("\\u00e9", "é"), ("\\ud83d\\ude00", "😀"), ("\\n", "\\u000a"), ("", ""),
        ] {
            let members = ([#""\#(first)":1"#] + others + [#""\#(second)":2"#, #""n7":3"#]).joined(separator: ",")
            let repeated = try JSONText("{\(members)}").root.repeatedNames
            #expect(repeated.count == 2 && repeated[1] == "n7")
        }
        let similar = #"{"é":1,"e\u0301":2,"\ud800":3,"\ud801x":4,"ab":5,"a":6,"b":7,"A":8,"\u0000":9,"":10}"#
        #expect(try JSONText(similar).root.repeatedNames.isEmpty)
    }

    @Test(arguments: [
        (#""\u0061bc""#, "abc", true), (#""\u0061bc""#, "abd", false), (#""\u0061bc""#, "ab", false),
        (#""\u0061b""#, "abc", false), (#""\u00e9""#, "\u{e9}", true), (#""\u00e9""#, "e\u{301}", false),
        (#""\u00e9""#, "a", false), (#""\ud83d\ude00!""#, "😀!", true), (#""\/""#, "/", true), (#""\u0000""#, "", false),
    ]) func `a string with escapes is compared by what it stands for`(_ json: String, _ text: String, _ isSame: Bool)
        throws
    {
        let slice = try JSONText(json).root
        #expect(slice.isString(text) == isSame && (slice.string.map { Array($0.utf8) } == Array(text.utf8)) == isSame)
    }
}

@Suite struct SurrogateEscapeTests {
    @Test(
        arguments: [
            (#""\ud800""#, #""\ufffd""#), (#""\uD83D\uDE00""#, nil), (#""\ude00\ud83d""#, #""\ufffd\ufffd""#),
            (#""\\ud800""#, nil), (#""\\\ud800""#, #""\\\ufffd""#),
            (#""\ud800\ud83d\ude00""#, #""\ufffd\ud83d\ude00""#),
            (#""\ud800\n""#, #""\ufffd\n""#), (#"{"a\udfff":["b"]}"#, #"{"a\ufffd":["b"]}"#), (#""\u0041""#, nil),
            ("", nil),
        ] as [(String, String?)])
    func `only unpaired surrogates are replaced`(_ json: String, _ expected: String?) {
        let bytes = Array(json.utf8)
        #expect(bytes.span.withoutUnpairedSurrogates.map { String(decoding: $0, as: UTF8.self) } == expected)
    }
}
