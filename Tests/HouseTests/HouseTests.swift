// Checks the rules of the house that a test can check: imports, files, names, and the completeness of the documents.

import Foundation
import JSONRPC
import Testing

@testable import InterviewMethods
@testable import Interviews

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

private func files(under folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { folder + "/" + $0 }
}

private func text(_ file: String) throws -> String { try String(contentsOfFile: root + "/" + file, encoding: .utf8) }

@Suite struct HouseTests {
    static let sources = (files(under: "Sources") + files(under: "Tools")).filter { $0.hasSuffix(".swift") }
    static let others = (files(under: "Sources") + files(under: "Tools")).filter {
        $0.hasSuffix(".c") || $0.hasSuffix(".h")
    }
    static let tests = files(under: "Tests").filter { $0.hasSuffix(".swift") }

    /// This file, which contains the patterns for which it searches.
    static let own = "Tests/HouseTests/HouseTests.swift"

    @Test func `there are files to check`() {
        #expect(Self.sources.count > 30 && Self.tests.count > 10)
    }

    /// The modules that each target may import, besides those of the standard library.
    private static let imports: [String: Set<String>] = [
        "JSON": [],
        "JSONRPC": ["JSON", "Synchronization"],
        "Insight": ["JSON", "Glibc"],
        "Interviews": ["JSON", "Insight", "CSystem", "Glibc", "Synchronization"],
        "SQLiteStore": ["JSON", "Insight", "Interviews", "CSQLite", "CSystem", "Glibc"],
        "HistoryPage": ["Insight", "Interviews"],
        "ModelContext": ["JSON", "JSONRPC"],
        "Files": ["Glibc"],
        "Reviews": ["JSON", "Insight"],
        "ChatCompletions": ["JSON", "CSystem", "Glibc", "Synchronization"],
        "AccessTokens": ["JSON", "Files", "Crypto", "CryptoExtras", "Glibc", "Synchronization"],
        "Webhooks": ["JSON", "Insight", "Files", "Crypto", "Synchronization"],
        "InterviewMethods": [
            "JSON", "JSONRPC", "Insight", "Interviews", "ModelContext", "AccessTokens", "Webhooks", "Reviews",
            "ChatCompletions",
        ],
        "ToolSupport": ["FoundationEssentials", "Glibc", "Synchronization"],
        "crash": ["JSON", "SQLiteStore", "ToolSupport", "ArgumentParser", "Dispatch", "FoundationEssentials", "Glibc"],
        "fuzz": [
            "JSON", "JSONRPC", "Interviews", "SQLiteStore", "InterviewMethods", "Webhooks", "ToolSupport",
            "ArgumentParser", "FoundationEssentials",
        ],
        "benchmark": ["ToolSupport", "ArgumentParser", "Crypto", "CryptoExtras", "Foundation", "Glibc"],
        "bounds": ["ToolSupport", "ArgumentParser", "Foundation", "Glibc", "Synchronization"],
        "voice-interviews": [
            "JSON", "JSONRPC", "Insight", "Interviews", "SQLiteStore", "HistoryPage", "InterviewMethods",
            "AccessTokens", "Webhooks", "ChatCompletions", "Reviews", "Files", "CSystem", "ArgumentParser", "Dispatch",
            "Logging", "Glibc",
            "Synchronization",
        ],
    ]

    @Test(arguments: sources) func `a source imports only what its target may`(_ file: String) throws {
        let folder = String(file.split(separator: "/")[1])
        let target = folder == "support" ? "ToolSupport" : folder
        let allowed = try #require(Self.imports[target])
        for match in try text(file).matches(of: /(?m)^(?:(?:public|package|internal|private) )?import (\w+)/) {
            #expect(allowed.contains(String(match.1)), "\(match.0)")
        }
    }

    /// A release build, as in the README, builds this target too, without the Testing library.
    @Test(arguments: tests.filter { $0.hasPrefix("Tests/TestSupport/") })
    func `the code that tests share can be built without the Testing library`(_ file: String) throws {
        let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.contains(/import (Testing|XCTest)/) {
            #expect(index > 0 && lines[index - 1] == "#if canImport(Testing)", "\(file):\(index + 1)")
        }
    }

    @Test func `one file of a module imports cryptography`() throws {
        let importing = try files(under: "Sources").filter {
            try $0.hasSuffix(".swift") && text($0).contains(/import Crypto/)
        }
        #expect(importing == ["Sources/AccessTokens/RSAKey.swift", "Sources/Webhooks/SharedSecret.swift"])
    }

    @Test(arguments: [
        // The constants of SplitMix64.
        (pattern: "(?i)9E37_?79B9_?7F4A_?7C15|BF58_?476D_?1CE4_?E5B9|94D0_?49BB_?1331_?11EB", home: "SplitMix64.swift"),
        (pattern: "waitpid|\\bProcess\\(\\)", home: "ChildProcess.swift"),
    ])
    func `the code that tools and tests share is in one file`(_ pattern: String, _ home: String) throws {
        let pattern = try Regex(pattern)
        // The program itself starts curl.
        let files = try (Self.sources + Self.others + Self.tests).filter {
            try $0 != Self.own && $0 != "Sources/ChatCompletions/CurlProcess.swift" && text($0).contains(pattern)
        }
        #expect(files == ["Tools/support/" + home])
    }

    @Test(arguments: sources + tests + others) func `a file begins with a comment, and has at most 400 lines`(
        _ file: String
    ) throws {
        let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("// ") == true)
        #expect(lines.count <= 401)
    }

    @Test(arguments: tests) func `no argument of a test breaks its line in the output`(_ file: String) throws {
        for match in try text(file).matches(of: /(?s)@Test\(.*? func\b/) where !match.0.contains("Sample") {
            // Values of other types are printed with their strings escaped.
            let texts = match.0.replacing(/#".*?"#/, with: "").replacing(/\w\([^()]*\)/, with: "")
            let breaksLine = texts.replacing(#"\\"#, with: "").contains(/\\[nr]/)
            #expect(!breaksLine, "a text with a line feed must be a Sample")
        }
    }

    @Test(arguments: sources) func `an unsafe or unfinished construct has a comment on the line above`(
        _ file: String
    ) throws {
        let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)
        let forbidden = /try!|try\?|as!|fatalError\(|@unchecked Sendable|nonisolated\(unsafe\)|TODO|FIXME/
        for (index, line) in lines.enumerated() where line.contains(forbidden) {
            let above = index > 0 ? lines[index - 1].drop { $0 == " " } : ""
            #expect(above.hasPrefix("//"), "\(file):\(index + 1)")
        }
    }

    @Test func `unsafe pointers occur only in the files that wrap them`() throws {
        let wrapped: Set<String> = [
            "Sources/SQLiteStore/Checksum.swift", "Sources/SQLiteStore/Connection.swift",
            "Sources/Interviews/TermListScan.swift",
            "Sources/SQLiteStore/PreparedStatement.swift",
            "Sources/SQLiteStore/Row.swift", "Sources/SQLiteStore/FTS5Tokenizer.swift",
            "Sources/voice-interviews/Descriptors.swift", "Sources/voice-interviews/Threads.swift",
            "Tools/support/LineServer.swift",
        ]
        for file in Self.sources where !wrapped.contains(file) && !file.hasPrefix("Sources/JSON/") {
            #expect(try !text(file).contains(/Unsafe(Mutable)?(Raw)?(Buffer)?Pointer/), "\(file)")
        }
    }

    @Test(arguments: sources.filter { $0.hasPrefix("Sources/HistoryPage/") })
    func `values of attributes on the page are quoted`(_ file: String) throws {
        #expect(try !text(file).contains(/=\\\(/))
    }

    @Test(arguments: sources) func `no type is a Manager, a Helper or Utils`(_ file: String) throws {
        #expect(try !text(file).contains(/\b(struct|class|enum|protocol) \w*(Manager|Helper|Utils|Util)\b/))
    }

    @Test(arguments: sources.filter { $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/SQLiteStore/") })
    func `only the store uses SQL and SQLite's interface`(_ file: String) throws {
        #expect(try !text(file).contains(/sqlite3_|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA)\b/))
    }

    @Test(arguments: tests.filter { $0.hasPrefix("Tests/InterviewsTests/") })
    func `a test of the rules names no store`(_ file: String) throws {
        #expect(try !text(file).contains(/SQL|TestFolder/))
    }

    /// Former names of types and functions, which were replaced by the field's words.
    private static let retiredNames = [
        "Account", "OwnInterviews", "Clockwork", "Patience", "Sweep", "BlockContent", "Incident", "Desk",
        "Envelope", "Gate", "Exchange", "Reply", "Operation", "CallingOff", "callOff", "Finding", "TranscriptShape",
    ]

    @Test(arguments: sources + tests.filter { !$0.hasPrefix("Tests/HouseTests/") })
    func `no retired name is used`(_ file: String) throws {
        let text = try text(file)
        for name in Self.retiredNames {
            #expect(try !text.contains(Regex("\\b(struct|class|enum|protocol|func) \(name)\\b")), "\(name)")
        }
    }

    @Test(arguments: sources.filter { !$0.hasPrefix("Sources/JSON") }) func `a LIMIT has an ORDER BY`(_ file: String)
        throws
    {
        for match in try text(file).matches(of: /(?s)"""(.*?)"""/) where match.1.contains(" LIMIT ") {
            #expect(match.1.contains("ORDER BY"))
        }
    }
}

@Suite struct CompletenessTests {
    private static let shown: String = {
        let transcripts = files(under: "Tests/Scripts") + ["README.md", "protocol.md"]
        return transcripts.compactMap { try? text($0) }.joined(separator: "\n")
    }()

    private static let methods = InterviewTable(.trusted).methods

    @Test func `there are the six required methods, nine others, and rpc.discover`() {
        #expect(Self.methods.count == 16)
    }

    @Test(arguments: methods.map(\.name)) func `a method is described, and called in a script`(_ name: String) throws {
        #expect(Self.shown.contains("\"method\":\"\(name)\""))
        #expect(try text("protocol.md").contains("`\(name)`"))
    }

    @Test(arguments: methods.map(\.name).filter { $0 != "rpc.discover" })
    func `the parameters of a method are described, and session is the first`(_ name: String)
        throws
    {
        let method = try #require(Self.methods.first { $0.name == name })
        #expect(method.parameters.first?.name == "session")
        let section = try #require(try text("protocol.md").components(separatedBy: "### `\(name)`").dropFirst().first)
        let own = section.components(separatedBy: "\n## ")[0].components(separatedBy: "\n### ")[0]
        for parameter in method.parameters.dropFirst() {
            #expect(own.contains("`\(parameter.name)`"), "\(parameter.name)")
        }
    }

    @Test func `a parameter that has a unit names it in its description`() {
        var units: Set<String> = []
        for parameter in Self.methods.flatMap(\.parameters) {
            var schema = parameter.schema
            if case .nullable(let wrapped) = schema { schema = wrapped }
            switch schema {
            case .integer(_, let unit?), .number(_, let unit?):
                units.insert(unit)
                #expect(parameter.sentence.contains(unit), "\(parameter.name)")
            case .integer(_, nil): Issue.record("\(parameter.name) has no unit")
            default: break
            }
        }
        #expect(units == ["minutes", "seconds", "interviews", "hits"])
    }

    @Test(
        arguments: Set(
            methods.flatMap(\.refusals).map(\.name) + [
                "parseError", "invalidRequest", "methodNotFound", "invalidParams", "unauthenticated",
            ]
        ).subtracting(["tooLarge", "changedMeanwhile", "nothingToReview", "modelFailed", "quotaExceeded"]).sorted())
    func `a refusal is shown in a script, but for those that need a model or a quota`(_ kind: String) {
        #expect(Self.shown.contains("\"kind\":\"\(kind)\""))
    }

    @Test(arguments: [
        "parseError", "invalidRequest", "methodNotFound", "invalidParams", "internalError", "unauthenticated",
        "forbidden",
        "notFound", "invalidTransition", "tooLarge", "outcomeUnknown", "unavailable", "storageFull",
        "requestCancelled", "unsupportedProtocolVersion", "webhookRejected", "notConfigured", "changedMeanwhile",
        "nothingToReview", "modelFailed",
    ]) func `every kind of error is described`(_ kind: String) throws {
        #expect(try text("protocol.md").contains("`\(kind)`"))
    }
}
