// Filter summaries, by which a filtered list skips ranges of interviews.
//
// With an index for every filter, each new interview would add an index entry for its status and one for each
// technology, most of them on different pages, all of which must be written before the answer. Instead, interviews are
// summarised 32 at a time, as PostgreSQL's BRIN indexes summarise ranges of pages: one row for each status that occurs
// among them, with its count, and one for each technology. A list reads the interviews that are not summarised yet, and
// then only the ranges that can contain a match.
//
// A summary covers a range of ids. The summaries of a user cover every id up to `UserRow.summarisedThrough` without a
// gap, so an interview that is created while the clock is behind falls into one of them, which is then updated. The
// tables are `block`, `blockStatus` and `blockTechnology`.

internal import Interviews
internal import JSON

enum FilterSummary {
    /// The number of interviews in one summary.
    static let size = 32
}

extension SQLiteUserRecords {
    /// Summarises the new interviews of the user; fewer than `FilterSummary.size` stay unsummarised.
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

    /// Adds an interview to the summary whose range contains its id, which is so if it was created while the clock was
    /// behind.
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

    /// Moves an interview from one status to another in its summary.
    func moveInSummary(
        _ id: String, from old: InterviewStatus, to new: InterviewStatus, of row: UserRow
    ) throws(Refusal) {
        let place: [SQLValue] = [.integer(row.userKey), .text(id)]
        try transaction.run(.removeSummaryStatus, place + [.text(old.rawValue)])
        try transaction.run(.dropSummaryStatus, place + [.text(old.rawValue)])
        try transaction.run(.addSummaryStatus, place + [.text(new.rawValue)])
    }

    /// Removes an interview from its summary, with the technologies that no other interview of the range has.
    /// - Precondition: the row of the interview is deleted.
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
    /// Whether `technology` is one of its technologies, compared without ASCII case.
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

    /// Keyed by their bytes in lower case (ASCII only), so that each occurs once.
    private(set) var technologies: [[UInt8]: String] = [:]

    /// A user often practises the same technologies several times in a row: they are read once.
    private var latestList: [UInt8] = []

    mutating func add(status: InterviewStatus, technologies list: [UInt8]) {
        count += 1
        statuses[status, default: 0] += 1
        guard list != latestList else { return }
        latestList = list
        for technology in Interview.texts(ofArray: list) {
            technologies[technology.utf8.map(\.lowercasedASCII)] = technology
        }
    }
}
