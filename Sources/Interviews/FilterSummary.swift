// Blocks: what lets a filtered list skip interviews that it need not look at.
//
// An index for every filter would make each new interview an entry for its status and one for each technology, most of
// them on pages of their own, all to be stored before the answer. So interviews are filed together instead, whenever
// a user has as many new ones as make a block: a row for each
// status says how many of them are in it, and one for each technology that it occurs among them. A list looks at the interviews that are not filed yet, and then at
// those blocks only that can hold what it wants.
//
// A block covers a range of ids, and the blocks of a user cover every id up to `UserRow.summarisedThrough` without a gap:
// so an interview created while the clock is behind falls into a block too, which then is amended.

internal import JSON

enum FilterSummary {
    /// How many interviews are filed together.
    static let size = 32
}

extension Transaction {
    /// The newest block that `query` finds below an id.
    func summary(
        _ query: Statement, below id: String, of userRow: UserRow, _ value: SQLValue
    ) throws(Refusal) -> IDRange? {
        try one(query, [.integer(userRow.userKey), .text(id), value]) { row in
            IDRange(after: row.text(0), through: row.text(1))
        }
    }

    /// Files the new interviews of a user as far as they fill blocks.
    func file(_ userRow: inout UserRow) throws(Refusal) {
        var summary = FilterSummaryContent()
        var failure: Refusal?
        var filed = userRow
        try run(.unsummarised, [.integer(userRow.userKey), .text(userRow.summarisedThrough)]) {
            row throws(StoreFailure) in
            summary.add(status: try row.status(1), technologies: row.text(2))
            guard summary.count == FilterSummary.size else { return true }
            do throws(Refusal) {
                let lastId = row.text(0)
                try insert(summary, after: filed.summarisedThrough, through: lastId, of: filed.userKey)
                filed.summarisedThrough = lastId
                filed.unsummarisedInterviews -= FilterSummary.size
                summary = FilterSummaryContent()
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        userRow = filed
    }

    private func insert(
        _ summary: FilterSummaryContent, after afterId: String, through lastId: String, of userKey: Int
    ) throws(Refusal) {
        try run(.insertSummary, [.integer(userKey), .text(afterId), .text(lastId)])
        for (status, count) in summary.statuses {
            try run(
                .insertSummaryStatus, [.integer(userKey), .text(afterId), .text(status.rawValue), .integer(count)])
        }
        for technology in summary.technologies.values {
            try run(.insertSummaryTechnology, [.integer(userKey), .text(afterId), .text(technology)])
        }
    }

    /// Enters an interview that was created while the clock was behind into the block in whose range its id lies.
    func enter(_ interview: Interview, of userRow: UserRow) throws(Refusal) {
        var content = FilterSummaryContent()
        content.add(status: interview.status, technologies: interview.technologies)
        let place: [SQLValue] = [.integer(userRow.userKey), .text(interview.id)]
        try run(.addSummaryStatus, place + [.text(interview.status.rawValue)])
        for technology in content.technologies.values {
            try run(.addSummaryTechnology, place + [.text(technology)])
        }
    }

    /// Notes in the block of an interview that it has moved.
    func move(
        _ id: String, from old: InterviewStatus, to new: InterviewStatus, of userRow: UserRow
    ) throws(Refusal) {
        let place: [SQLValue] = [.integer(userRow.userKey), .text(id)]
        try run(.removeSummaryStatus, place + [.text(old.rawValue)])
        try run(.dropSummaryStatus, place + [.text(old.rawValue)])
        try run(.addSummaryStatus, place + [.text(new.rawValue)])
    }
}

/// What occurs among some interviews.
private struct FilterSummaryContent {
    private(set) var count = 0
    private(set) var statuses: [InterviewStatus: Int] = [:]

    /// By their bytes in small letters, so that each is there once.
    private(set) var technologies: [[UInt8]: String] = [:]

    mutating func add(status: InterviewStatus, technologies list: String) {
        count += 1
        statuses[status, default: 0] += 1
        for technology in Interview.texts(ofArray: list) {
            technologies[technology.utf8.map(\.lowercasedASCII)] = technology
        }
    }
}
