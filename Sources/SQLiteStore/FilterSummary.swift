// Filter summaries, by which a filtered list skips interviews that it need not look at.
//
// An index for every filter would make each new interview an entry for its status and one for each technology, most of
// them on pages of their own, all to be stored before the answer. So interviews are summarised together instead, 32 at a
// time (as PostgreSQL's BRIN indexes summarise ranges of pages): one row for each status that occurs among them, with
// how often, and one for each technology. A list looks at the interviews that are not summarised yet, and then at those
// ranges only that can hold what it wants.
//
// A summary covers a range of ids, and the summaries of a user cover every id up to `UserRow.summarisedThrough` without
// a gap: so an interview that is created while the clock is behind falls into one, too, which is then amended. The
// tables are `block`, `blockStatus` and `blockTechnology`.

internal import Interviews
internal import JSON

enum FilterSummary {
    /// How many interviews are summarised together.
    static let size = 32
}

extension SQLiteUserRecords {
    /// Summarises the new interviews of the user as far as they fill summaries.
    func summarise(_ row: inout UserRow) throws(Refusal) {
        var occurring = OccurringValues()
        var failure: Refusal?
        var summarised = row
        try transaction.run(.unsummarised, [.integer(row.userKey), .text(row.summarisedThrough)]) {
            row throws(StoreFailure) in
            occurring.add(status: try row.status(1), technologies: row.bytes(2))
            guard occurring.count == FilterSummary.size else { return true }
            do throws(Refusal) {
                let lastId = row.text(0)
                try insert(occurring, after: summarised.summarisedThrough, through: lastId, of: summarised.userKey)
                summarised.summarisedThrough = lastId
                summarised.unsummarisedInterviews -= FilterSummary.size
                occurring = OccurringValues()
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        row = summarised
    }

    private func insert(
        _ occurring: OccurringValues, after afterId: String, through lastId: String, of userKey: Int
    ) throws(Refusal) {
        try transaction.run(.insertSummary, [.integer(userKey), .text(afterId), .text(lastId)])
        for (status, count) in occurring.statuses {
            try transaction.run(
                .insertSummaryStatus, [.integer(userKey), .text(afterId), .text(status.rawValue), .integer(count)])
        }
        for technology in occurring.technologies.values {
            try transaction.run(.insertSummaryTechnology, [.integer(userKey), .text(afterId), .text(technology)])
        }
    }

    /// Adds an interview that was created while the clock was behind to the summary in whose range its id lies.
    func addToSummary(_ interview: Interview, of row: UserRow) throws(Refusal) {
        var occurring = OccurringValues()
        occurring.add(
            status: interview.status, technologies: interview.technologiesText.withSpan { [UInt8](copying: $0) })
        let place: [SQLValue] = [.integer(row.userKey), .text(interview.id)]
        try transaction.run(.addSummaryStatus, place + [.text(interview.status.rawValue)])
        for technology in occurring.technologies.values {
            try transaction.run(.addSummaryTechnology, place + [.text(technology)])
        }
    }

    /// Changes the status of an interview in its summary.
    func moveInSummary(
        _ id: String, from old: InterviewStatus, to new: InterviewStatus, of row: UserRow
    ) throws(Refusal) {
        let place: [SQLValue] = [.integer(row.userKey), .text(id)]
        try transaction.run(.removeSummaryStatus, place + [.text(old.rawValue)])
        try transaction.run(.dropSummaryStatus, place + [.text(old.rawValue)])
        try transaction.run(.addSummaryStatus, place + [.text(new.rawValue)])
    }

    /// Removes an interview, whose row is deleted, from its summary, and its technologies, if no other one there has them.
    func removeFromSummary(_ interview: Interview, of row: UserRow) throws(Refusal) {
        let place: [SQLValue] = [.integer(row.userKey), .text(interview.id)]
        try transaction.run(.removeSummaryStatus, place + [.text(interview.status.rawValue)])
        try transaction.run(.dropSummaryStatus, place + [.text(interview.status.rawValue)])
        for technology in interview.technologyNames {
            try transaction.run(.removeSummaryTechnology, place + [.text(technology)])
        }
        for technology in try technologies(inSummaryOf: place) where interview.has(technology) {
            try transaction.run(.addSummaryTechnology, place + [.text(technology)])
        }
    }

    private func technologies(inSummaryOf place: [SQLValue]) throws(Refusal) -> [String] {
        let summary = try transaction.one(.summaryWithId, place) { row in
            IDRange(after: row.text(0), through: row.text(1))
        }
        guard let summary else { return [] }
        var technologies: [String] = []
        try transaction.run(.list, [place[0], .text(summary.after), .text(summary.through)]) { row in
            technologies += Interview.texts(ofArray: row.bytes(1))
            return true
        }
        return technologies
    }
}

extension Interview {
    /// Whether this is one of its technologies, the case of ASCII letters aside.
    fileprivate func has(_ technology: String) -> Bool {
        technologyNames.contains {
            $0.utf8.lazy.map(\.lowercasedASCII).elementsEqual(technology.utf8.lazy.map(\.lowercasedASCII))
        }
    }
}

/// The statuses and technologies that occur among some interviews.
private struct OccurringValues {
    private(set) var count = 0
    private(set) var statuses: [InterviewStatus: Int] = [:]

    /// By their bytes in small letters, so that each is there once.
    private(set) var technologies: [[UInt8]: String] = [:]

    mutating func add(status: InterviewStatus, technologies list: [UInt8]) {
        count += 1
        statuses[status, default: 0] += 1
        for technology in Interview.texts(ofArray: list) {
            technologies[technology.utf8.map(\.lowercasedASCII)] = technology
        }
    }
}
