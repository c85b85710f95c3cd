// `replay`: plays scripted conversations against a fresh server, and says what came out differently.

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import JSON
internal import JSONRPC

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play the transcripts in files, each against a fresh server, and compare its answers.",
        discussion: """
            A line that begins with '-->' is sent, one that begins with '<--' is expected; indented lines go on with \
            the line above. In a Markdown file (.md), the fenced blocks count. Answers are compared as JSON values. \
            The exit status is 1 if anything came out differently.
            """)

    @Argument(help: "Files with transcripts.")
    var files: [String]

    func run() throws {
        var differences = 0
        for file in files { differences += try Self.play(file) }
        guard differences == 0 else {
            writeToStandardError("voice-interviews: differences found: \(differences).\n")
            throw ExitCode(1)
        }
        try writeToStandardOutput("Everything was answered as expected.\n")
    }

    /// - Returns: how many differences there were.
    private static func play(_ file: String) throws -> Int {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Ending(status: .inputOutput, sentence: "\(file) cannot be read.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Ending(status: .notOurs, sentence: "\(file) is not UTF-8.")
        }
        let transcript = file.hasSuffix(".md") ? Transcript(markdown: text) : Transcript(text)
        if let line = transcript.strayAnswers.first {
            throw Ending(status: .notOurs, sentence: "\(file):\(line): an answer stands before the first request.")
        }
        guard !transcript.steps.isEmpty else {
            throw Ending(status: .notOurs, sentence: "\(file) holds no transcript.")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "voice-interviews-\(UUID().uuidString)")
        // A temporary folder that cannot be removed does no harm.
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "replay.sqlite").path
        let store: Store
        do throws(OpeningFailure) {
            store = try Store(at: .file(path: path), clockwork: .deterministic)
        } catch {
            throw Ending(error, at: path)
        }
        let service = Service(store, .trusted)
        defer { service.close() }
        return try transcript.steps.reduce(0) { try $0 + play($1, of: file, service) }
    }

    private static func play(_ step: Transcript.Step, of file: String, _ service: Service) throws(Ending) -> Int {
        var splitter = LineSplitter()
        let request = splitter.split(Array(step.request.utf8) + [UInt8(ascii: "\n")])
        var answers: [String] = []
        _ = service.answer(request) { bytes in
            answers += [UInt8](copying: bytes).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
            return true
        }
        let differences = step.differences(from: answers)
        let lines =
            ["--> \(step.request)"] + answers.map { "<-- \($0)" }
            + differences.map { "!!! \(file):\(step.lineNumber): \($0)" }
        try writeToStandardOutput(lines.joined(separator: "\n") + "\n\n")
        return differences.count
    }
}
