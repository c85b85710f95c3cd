// Transcriptions and feedback that are legal and as costly to read as their size allows.

/// A JSON text of a given size, of one kind of hostility.
struct HostileText: Sendable {
    let name: String

    /// The text, of at most so many bytes.
    let json: @Sendable (_ bytes: Int) -> String

    /// What is saved as a transcription.
    static let transcriptions: [HostileText] = [
        .string("composed letters", "á "),
        .string("combining marks", "e" + String(repeating: "\u{301}\u{323}", count: 30) + " "),
        .text("one letter with all marks") { "e" + String(repeating: "\u{301}\u{323}", count: ($0 - 1) / 4) },
        .string("joined emoji", "👨‍👩‍👧‍👦"),
        .text("Han") { repeated(upTo: $0) { String(scalar(0x4E00 + $0 % 0x5000)) } },
        .string("line feeds", #"\n"#),
        .string("<", "<"),
        .text("names and colons") { repeated(upTo: $0) { #"N\#($0): x\n"# } },
        .string("arrows", " --> "),
        .text("captions") { #"WEBVTT\n\n"# + repeated(upTo: $0 - 10) { _ in #"00:00.000 --> 00:00.001\na\n\n"# } },
        .string("escapes", #"\u00e9"#),
        .string("unpaired surrogates", #"\ud800"#),
        .list("turns", #"{"role":"user","message":"a"}"#),
        HostileText("turns of both with times") { bytes in
            "["
                + repeated(upTo: bytes - 2, separator: ",") {
                    let start = $0 * 7_919 % 80_000
                    return
                        #"{"role":"\#($0 % 2 == 0 ? "user" : "agent")","message":"a?","start":\#(start),"end":\#(start + 3_000)}"#
                } + "]"
        },
        .turn("one turn of words", "word "),
        .turn("one turn of fillers", "um, like, "),
        .turn("one turn that nearly names technologies", "a "),
        HostileText("one turn of distinct words") { bytes in
            turnOpening + repeated(upTo: bytes - turnOpening.utf8.count - 3) { String($0, radix: 36) + " " } + "\"}]"
        },
        .list("zeros", "0"),
        .list("nested lists", String(repeating: "[", count: 100) + String(repeating: "]", count: 100)),
        HostileText("many conversations") { bytes in
            "{"
                + repeated(upTo: bytes - 2, separator: ",") {
                    #""m\#($0)":[{"role":"user","message":"a"},{"role":"agent","message":"b"}]"#
                } + "}"
        },
        HostileText("JSON in a string in a string") { bytes in
            let turns = repeated(upTo: bytes / 4, separator: ",") { _ in
                #"{"role":"user","message":"aaaaaaaaaaaaaaaaaaaaaaaa"}"#
            }
            return quoted(quoted("[" + turns + "]"))
        },
    ]

    /// What is saved as feedback.
    static let feedback: [HostileText] = [
        HostileText("50 long points") { points(count: 50, bytes: $0, seed: 0) },
        HostileText("one long point") { points(count: 1, bytes: $0, seed: 0) },
        HostileText("short points") { bytes in
            #"{"score":1,"strengths":["# + repeated(upTo: bytes - 30, separator: ",") { _ in #""a""# } + "]}"
        },
        HostileText("categories") { bytes in
            #"{"score":1,"categories":["#
                + repeated(upTo: bytes - 30, separator: ",") { _ in #"{"name":"a","score":"1/3"}"# } + "]}"
        },
        .list("zeros", "0"),
        .list("nested lists", String(repeating: "[", count: 100) + String(repeating: "]", count: 100)),
        HostileText("JSON in a string") { bytes in quoted(points(count: 50, bytes: bytes - 500, seed: 0)) },
    ]

    /// Feedback with distinct strengths, of about so many bytes together.
    static func points(count: Int, bytes: Int, seed: Int) -> String {
        let length = max(1, (bytes - 100) / count - 20)
        let points = (0..<count).map { point in
            "\"" + repeated(upTo: length) { "w\(seed)p\(point)n\($0) " } + "\""
        }
        return #"{"score":50,"summary":"s","strengths":["# + points.joined(separator: ",") + #"],"improvements":[]}"#
    }

    static func transcription(_ name: String, bytes: Int) -> String {
        transcriptions.first { $0.name == name }?.json(bytes) ?? "[]"
    }

    private init(_ name: String, json: @escaping @Sendable (_ bytes: Int) -> String) {
        self.name = name
        self.json = json
    }

    private static let turnOpening = #"[{"role":"user","message":""#

    /// A string, of what is given without its quotation marks.
    private static func text(_ name: String, _ content: @escaping @Sendable (_ bytes: Int) -> String) -> HostileText {
        HostileText(name) { "\"" + content($0 - 2) + "\"" }
    }

    private static func string(_ name: String, _ part: String) -> HostileText {
        .text(name) { String(repeating: part, count: $0 / part.utf8.count) }
    }

    private static func list(_ name: String, _ element: String) -> HostileText {
        HostileText(name) { bytes in
            let count = max(1, (bytes - 2) / (element.utf8.count + 1))
            return "[" + String(repeating: element + ",", count: count - 1) + element + "]"
        }
    }

    private static func turn(_ name: String, _ part: String) -> HostileText {
        HostileText(name) { bytes in
            let count = (bytes - turnOpening.utf8.count - 3) / part.utf8.count
            return turnOpening + String(repeating: part, count: count) + "\"}]"
        }
    }
}

/// Parts that follow each other, as many as fit into so many bytes.
func repeated(upTo bytes: Int, separator: String = "", _ part: (Int) -> String) -> String {
    var text = ""
    text.reserveCapacity(max(0, bytes))
    var number = 0
    while true {
        let next = (number == 0 ? "" : separator) + part(number)
        guard text.utf8.count + next.utf8.count <= bytes else { return text }
        text += next
        number += 1
    }
}

/// The character of a number that is no surrogate's.
func scalar(_ number: Int) -> Unicode.Scalar { Unicode.Scalar(UInt32(number)) ?? "?" }

/// A text that needs no escapes but those of quotation marks and backslashes, as a JSON string.
func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
    }
    return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
}
