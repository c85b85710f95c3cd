// No user id, token or content reaches standard error: all scripts run with marked values, also with faults, at the
// level `trace`.

import Foundation
import JSON
import JSONRPC
import TestSupport
import Testing

/// Marks user ids and content in requests, so that they can be found in the log.
private struct Marking {
    static let user = "USERMARK"
    static let context = "CONTEXTMARK"
    static let said = "SAIDMARK"
    static let feedback = "FEEDBACKMARK"

    /// Whether sessions are tokens.
    let usesTokens: Bool

    /// The tokens created so far.
    private(set) var tokens: Set<String> = []

    init(usesTokens: Bool) { self.usesTokens = usesTokens }

    /// A request with marks. If it is not JSON, only user ids are marked.
    mutating func marked(_ request: String) -> String {
        guard let root = try? JSONText(request, outlineDepth: 8).root else {
            return request.replacing("kp_", with: "kp_" + Self.user)
        }
        var writer = JSONWriter()
        write(root, to: &writer, isParams: false)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ value: JSONSlice, to writer: inout JSONWriter, isParams: Bool) {
        switch value.kind {
        case .array:
            writer.beginArray()
            for element in value.elements {
                // By position, the session is the first parameter.
                if isParams, element["userId"] != nil {
                    writeSession(element, to: &writer)
                } else {
                    write(element, to: &writer, isParams: false)
                }
            }
            writer.endArray()
        case .object:
            writer.beginObject()
            for (name, value) in value.members {
                writer.name(name.string ?? "")
                writeMember(name.string ?? "", value, to: &writer)
            }
            writer.endObject()
        case .string, .number, .true, .false, .null: writer.slice(value)
        }
    }

    private mutating func writeMember(_ name: String, _ value: JSONSlice, to writer: inout JSONWriter) {
        switch name {
        case "context" where value.kind == .string: writer.string(Self.context + (value.string ?? ""))
        case "transcription" where value.kind != .null: wrap(value, in: Self.said, &writer)
        case "feedback" where value.kind != .null: wrap(value, in: Self.feedback, &writer)
        case "session": writeSession(value, to: &writer)
        default: write(value, to: &writer, isParams: name == "params")
        }
    }

    private func wrap(_ value: JSONSlice, in mark: String, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name(mark)
        writer.slice(value)
        writer.endObject()
    }

    private mutating func writeSession(_ session: JSONSlice, to writer: inout JSONWriter) {
        guard session.members.count == 1, let id = session["userId"]?.string, !session.hasUnpairedSurrogate else {
            return writer.slice(session)
        }
        writer.beginObject()
        if usesTokens {
            var name = JSONWriter()
            name.string(Self.user + id)
            let text = String(decoding: name.bytes.dropFirst().dropLast(), as: UTF8.self)
            let token = TokenMint.first.token(claims: TokenMint.claims(of: text))
            tokens.insert(token)
            writer.name("token")
            writer.string(token)
        } else {
            writer.name("userId")
            writer.string(Self.user + id)
        }
        writer.endObject()
    }
}

@Suite struct SecrecyTests {
    private static let files = ConversationTests.files.filter { $0.hasSuffix(".txt") }

    /// The requests of all scripts.
    private static func requests() throws -> [String] {
        try files.flatMap { Script(try contents($0)).steps.map(\.request) }
    }

    /// Runs all scripts, and expects no mark on standard error.
    /// - Returns: the text of standard error.
    private func play(
        in keys: KeyFolder, usesTokens: Bool, under: [String] = [], format: String, status: Int32 = 0
    ) throws -> String {
        let log = keys.folder.file("log")
        #expect(FileManager.default.createFile(atPath: log, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: log))
        let program = try Program(
            arguments: (usesTokens ? keys.options : ["--database", keys.folder.file("db")])
                + ["--deterministic", "--log-level", "trace", "--log-format", format],
            under: under, standardError: handle)
        var marking = Marking(usesTokens: usesTokens)
        let requests = try Self.requests().map { marking.marked($0) }
        let sent = requests.joined(separator: "\n")
        for mark in [Marking.context, Marking.said, Marking.feedback] + (usesTokens ? [] : [Marking.user]) {
            #expect(sent.contains(mark))
        }
        #expect(!usesTokens || marking.tokens.count > 5)
        let answers = program.converse(sent)
        #expect(try program.status() == status)
        #expect(status != 0 || answers.joined().contains(Marking.user))
        let text = try String(contentsOfFile: log, encoding: .utf8)
        for mark in ["MARK", "M@RK", "kp_", "eyJ"] { #expect(!text.contains(mark), "\(mark)") }
        for token in marking.tokens {
            for part in token.split(separator: ".") { #expect(!text.contains(part.prefix(24))) }
        }
        return text
    }

    @Test(arguments: ["text", "json"], [false, true])
    func `the log has every request, and no content`(_ format: String, _ usesTokens: Bool) throws {
        let text = try play(in: KeyFolder(), usesTokens: usesTokens, format: format)
        for word in ["getVoiceInterviewById", "notFound", "invalidTransition", "parseError", "unauthenticated"] {
            #expect(text.contains(word))
        }
        #expect(text.split(separator: "\n").count > (try Self.requests().count))
    }

    @Test(.enabled(if: Means.strace, "strace cannot be run here"), arguments: [false, true])
    func `the log has no content if the disk fails or is full`(_ usesTokens: Bool) throws {
        for (fault, status, words) in [
            ("fdatasync:error=EIO:when=1", 74, "critical the disk failed while storing"),
            ("pwrite64:error=ENOSPC:when=1+", 0, "outcome=storageFull"),
        ] as [(String, Int32, String)] {
            let keys = try KeyFolder()
            _ = try play(in: keys, usesTokens: usesTokens, format: "text")
            let trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"]
            let call = fault.prefix { $0 != ":" }
            let paths = ["-P", keys.folder.file("db-wal")]
            let text = try play(
                in: keys, usesTokens: usesTokens,
                under: trace + paths + ["-e", "trace=\(call)", "-e", "inject=\(fault)"],
                format: "text", status: status)
            #expect(text.contains(words), "\(fault)")
        }
    }

    @Test func `the log has no content if the file is damaged`() throws {
        let keys = try KeyFolder()
        _ = try play(in: keys, usesTokens: false, format: "text")
        let path = keys.folder.file("db")
        var damaged = try Data(contentsOf: URL(filePath: path))
        let mark = Data(Marking.context.utf8)
        var count = 0
        while let range = damaged.range(of: mark) {
            damaged.replaceSubrange(range, with: Data("CONTEXTM@RK".utf8))
            count += 1
        }
        #expect(count > 5)
        try damaged.write(to: URL(filePath: path))
        #expect(try play(in: keys, usesTokens: false, format: "text").contains("cause=\"a stored row is damaged\""))
    }
}
