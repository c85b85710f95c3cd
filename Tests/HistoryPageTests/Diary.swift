// The history page of a user whose interviews were held on different days.

import Foundation
import Insight
import JSON
import TestSupport
import Testing

@testable import HistoryPage
@testable import Interviews
@testable import SQLiteStore

/// A database that is opened for each interview with the clock at the time of the interview.
final class Diary {
    private let folder: TestFolder
    private let user: UserID

    init(of user: String = "kp_alice") throws {
        folder = try TestFolder()
        self.user = try #require(UserID(user))
    }

    /// How an interview ends.
    enum Outcome {
        case pending
        case moved(to: [InterviewStatus])

        /// - Parameters:
        ///   - transcription: a JSON text.
        ///   - feedback: a JSON text.
        case saved(_ transcription: String = "[]", seconds: Double = 600, feedback: String? = nil, score: Double? = nil)
    }

    /// - Parameter time: in RFC 3339.
    func hold(
        _ time: String, _ outcome: Outcome, technologies: [String] = ["Swift"], context: String = "", planned: Int = 30
    ) throws {
        let ahead = try #require(Instant(time)).milliseconds - Instant.now.milliseconds
        try perform(ahead: ahead) { own in
            let id = try own.create(technologies: technologies, context: context, duration: planned).id
            switch outcome {
            case .pending: break
            case .moved(let statuses):
                for status in statuses { _ = try own.updateStatus(id, to: status) }
            case .saved(let transcription, let seconds, let feedback, let score):
                _ = try own.saveTranscription(
                    id, Self.json(transcription), actualDuration: seconds, feedback: feedback.map(Self.json),
                    score: score)
            }
        }
    }

    /// The page with all interviews so far.
    func page(_ language: Language = .english, zone: String = "UTC") throws -> String {
        let zone = try #require(LocalTime(zone))
        var bytes: [UInt8] = []
        try write(language, zone) { bytes.append(copying: $0) }
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    func write(
        _ language: Language = .english, _ zone: LocalTime = .utc, to pass: @escaping (Span<UInt8>) throws -> Void
    ) throws {
        let time = try #require(Instant("2026-03-18T23:30:00Z"))
        try perform { own in
            try own.history(in: zone) { history in
                try HistoryPage(of: user, history, in: language, zone, at: time).write(to: pass)
            }
        }
    }

    private func perform<Value>(ahead: Int = 0, _ body: (UserInterviews) throws -> Value) throws -> Value {
        let store = try SQLiteStore(at: .file(path: folder.file("db")), clock: .system(ahead: ahead))
        defer { store.close() }
        return try store.together { access in Result { try body(UserInterviews(of: user, in: access)) } }.get()
    }

    private static func json(_ text: String) -> JSONSlice {
        do { return try JSONText(text).root } catch { preconditionFailure("\(text) is not JSON") }
    }
}

/// A JSON string.
func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
}

extension HTML {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The text from one string to another, at their first occurrence.
func part(of page: String, from start: String, to end: String) throws -> String {
    let range = try #require(page.range(of: start), "\(start) is not there")
    let rest = page[range.upperBound...]
    return String(rest[..<(try #require(rest.range(of: end)).lowerBound)])
}

/// A section of a page.
func section(_ name: Section, of page: String) throws -> String {
    try part(of: page, from: "<section id=\"\(name.rawValue)\"", to: "</section>")
}
