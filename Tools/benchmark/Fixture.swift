// Databases full of interviews, made and looked through over the pipe alone.

internal import ToolSupport

/// How many interviews, and whose.
struct Population {
    let interviews: Int
    let users: Int

    /// Of the oldest interviews of each user, so many are about a technology that no other is about, and so many failed.
    static let rare = 5

    var perUser: Int { interviews / users }

    /// Creates all interviews, each user's in turn with the others', and moves some of them on: of ten, two become
    /// active and two completed.
    func fill(_ server: LineServer) throws {
        let atOnce = 10_000
        for first in stride(from: 0, to: interviews, by: atOnce) {
            let range = first..<min(first + atOnce, interviews)
            var ids: [String] = []
            try server.pipeline(
                Load(range.map { .create(user: $0 % users, technologies: technologies($0 / users)) })
            ) { index, answer in
                try Answer.check(answer, id: index)
                ids += [Answer.string(.id, in: answer) ?? ""]
            }
            let moves = zip(range, ids).compactMap { move($0 / users, user: $0 % users, interview: $1) }
            try server.pipeline(Load(moves)) { try Answer.check($1, id: $0) }
        }
    }

    private func technologies(_ number: Int) -> [String] {
        ["Swift", "Technology \(number % 20)", number < Self.rare ? "COBOL" : "SQLite"]
    }

    private func move(_ number: Int, user: Int, interview: String) -> Call? {
        switch number {
        case Self.rare..<2 * Self.rare: .update(user: user, interview: interview, status: "failed")
        case _ where number % 10 < 2: .update(user: user, interview: interview)
        case _ where number % 10 < 4:
            .save(user: user, interview: interview, transcription: Call.transcription(turns: 2))
        default: nil
        }
    }
}

/// Interviews and cursors of a filled database, as many of each as are asked for, by chance.
struct Sample {
    struct Interview {
        let user: Int
        let id: String
        let startedAt: String
    }

    private(set) var any: [Interview] = []
    private(set) var pending: [Interview] = []

    init(_ population: Population, _ server: LineServer, count: Int) throws {
        var seen = (any: 0, pending: 0)
        for user in Self.users(population, count) {
            var cursor: String?
            repeat {
                cursor = try server.page(.list(user: user, limit: 1_000, filter: Self.after(cursor))) { page in
                    let statuses = Answer.strings(.status, in: page)
                    let starts = Answer.strings(.startedAt, in: page)
                    for (index, id) in Answer.strings(.id, in: page).enumerated() {
                        let interview = Interview(user: user, id: id, startedAt: starts[index])
                        Self.keep(interview, in: &any, of: &seen.any, count)
                        if statuses[index] == "pending" {
                            Self.keep(interview, in: &pending, of: &seen.pending, count)
                        }
                    }
                }
            } while cursor != nil
        }
        any.shuffle()
        pending.shuffle()
    }

    /// Those who are looked through: not more than are asked for.
    private static func users(_ population: Population, _ count: Int) -> [Int] {
        Array((0..<population.users).shuffled().prefix(count))
    }

    /// Keeps each of those that are seen with the same probability (Vitter, 1985, algorithm R).
    private static func keep(
        _ interview: Interview, in kept: inout [Interview], of seen: inout Int, _ count: Int
    ) {
        seen += 1
        if kept.count < count {
            kept.append(interview)
        } else if case let place = Int.random(in: 0..<seen), place < count {
            kept[place] = interview
        }
    }

    static func after(_ cursor: String?) -> String { cursor.map { #","cursor":"\#($0)""# } ?? "" }
}

extension LineServer {
    /// - Returns: the cursor to the next page.
    func page(_ call: Call, _ body: (Span<UInt8>) -> Void = { _ in }) throws -> String? {
        var cursor: String?
        try ask(Load([call]).bytes.span) { answer in
            try Answer.check(answer, id: 0)
            cursor = Answer.string(.nextCursor, in: answer)
            body(answer)
        }
        return cursor
    }
}
