// `replay`: plays scripts against a new server, and reports each answer that differs from the expected one.

internal import ArgumentParser
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import JSON
internal import JSONRPC
internal import SQLiteStore

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play scripts, each on a new database, and compare the answers with the expected ones.",
        discussion: """
            A line that begins with '-->' is sent, a line that begins with '<--' is the expected answer; indented lines \
            continue the line above. In a Markdown file (.md), only fenced code blocks are read. Answers are compared as \
            JSON values, and each difference is printed with its line number. The exit status is 1 if there is a \
            difference, and 65 if a file contains no script, or an expected answer that is not JSON.
            """)

    @Argument(help: "Files with scripts.")
    var files: [String]

    @Flag(help: "Also print all requests and answers.")
    var verbose = false

    /// The totals of all scripts played.
    private struct Score {
        var requests = 0
        var answers = 0
        var differences = 0

        var counts: String { "\(Self.count(requests, "request")), \(Self.count(answers, "answer"))" }

        static func count(_ number: Int, _ name: String) -> String { "\(number) \(name)\(number == 1 ? "" : "s")" }
    }

    func run() throws {
        var score = Score()
        for file in files { try play(file, &score) }
        guard score.differences == 0 else {
            let differences = Score.count(score.differences, "difference")
            writeToStandardError("voice-interviews: \(score.counts): \(differences).\n")
            throw ExitCode(1)
        }
        try writeToStandardOutput("\(score.counts): all as expected.\n")
    }

    private func play(_ file: String, _ score: inout Score) throws {
        let script = try Self.script(in: file)
        let folder = try DatabaseFolder()
        let store: SQLiteStore
        do throws(OpeningFailure) {
            store = try SQLiteStore(at: .file(path: folder.database), clock: .deterministic)
        } catch {
            throw ExitError(error, at: folder.database)
        }
        let service = Service(store, .trusted)
        defer { service.close() }
        for step in script.steps {
            let answers = Self.answers(of: service, to: step.request)
            let differences = step.differences(from: answers)
            score.requests += 1
            score.answers += answers.count
            score.differences += differences.count
            let played = verbose ? ["--> \(step.request)"] + answers.map { "<-- \($0)" } : []
            let lines = played + differences.map { "\(file):\($0.lineNumber): \(harmless($0.sentence))" }
            for line in lines + (verbose ? [""] : []) { try writeToStandardOutput(line + "\n") }
        }
    }

    private static func script(in file: String) throws(ExitError) -> Script {
        let file = try Settings.path(file, from: "FILE", .usage)
        let bytes: [UInt8]
        do throws(Errno) { bytes = try contents(of: file) } catch {
            throw ExitError(status: .inputOutput, sentence: "\(file) cannot be read: \(error).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ExitError(status: .notOurs, sentence: "\(file) is not UTF-8.")
        }
        let script = file.hasSuffix(".md") ? Script(markdown: text) : Script(text)
        if let error = script.syntaxErrors.first {
            throw ExitError(status: .notOurs, sentence: "\(file):\(error.lineNumber): \(error.sentence).")
        }
        guard !script.steps.isEmpty else {
            throw ExitError(status: .notOurs, sentence: "\(file) contains no script.")
        }
        return script
    }

    private static func answers(of service: Service, to request: String) -> [String] {
        var splitter = LineSplitter()
        var answers: [String] = []
        _ = service.answer(splitter.split(Array(request.utf8) + [UInt8(ascii: "\n")])) { bytes in
            answers += [UInt8](copying: bytes).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
            return true
        }
        return answers
    }
}

/// A temporary folder for the database of one script, removed at the end.
private struct DatabaseFolder: ~Copyable {
    private let path: String
    var database: String { path + "/replay.sqlite" }

    init() throws(ExitError) {
        let given = unsafe getenv("TMPDIR").flatMap { unsafe String(validatingCString: $0) } ?? ""
        let parent = given.isEmpty ? "/tmp" : given
        // A template of mkdtemp(3), which replaces the six characters at the end.
        var template = Array((parent + "/voice-interviews-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw ExitError(
                status: .cannotCreate, sentence: "no temporary folder can be created in \(parent): \(Errno.current).")
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // A temporary folder that cannot be removed does no harm.
    deinit {
        for suffix in ["", "-wal", "-shm", "-lock"] { unsafe unlink(path + "/replay.sqlite" + suffix) }
        unsafe rmdir(path)
    }
}
