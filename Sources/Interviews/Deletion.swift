// Taking an interview away, with everything that was derived from it.

extension UserInterviews {
    /// Takes away an interview, and what was said in it. SQLite overwrites what it deletes (`secure_delete`), and the log
    /// is emptied with the commit, so that nothing of it stays in the files.
    /// - Returns: its id.
    public func delete(_ interviewId: String) throws(Refusal) -> String {
        try transaction.beginDeleting()
        guard var userRow = try transaction.userRow(of: user) else { throw .notFound }
        let interview = try find(interviewId, of: userRow)
        let key: [SQLValue] = [.integer(userRow.userKey), .text(interview.id)]
        try transaction.dropTerms(of: interview.id, &userRow)
        try transaction.run(.deleteContent, key)
        try transaction.run(.deleteInterview, key)
        if userRow.hasSummarised(interview.id) {
            try transaction.remove(interview, of: userRow)
        } else {
            userRow.unsummarisedInterviews -= 1
        }
        userRow.totals -= Totals(interview)
        transaction.keep(userRow, of: user)
        transaction.noteDeletion()
        return interview.id
    }
}

extension Transaction {
    /// Takes an interview, whose row is gone, out of its block, and its technologies, if no other one there has them.
    fileprivate func remove(_ interview: Interview, of userRow: UserRow) throws(Refusal) {
        let place: [SQLValue] = [.integer(userRow.userKey), .text(interview.id)]
        try run(.removeSummaryStatus, place + [.text(interview.status.rawValue)])
        try run(.dropSummaryStatus, place + [.text(interview.status.rawValue)])
        for technology in interview.technologyNames { try run(.removeSummaryTechnology, place + [.text(technology)]) }
        for technology in try technologies(inSummaryOf: place) where interview.has(technology) {
            try run(.addSummaryTechnology, place + [.text(technology)])
        }
    }

    private func technologies(inSummaryOf place: [SQLValue]) throws(Refusal) -> [String] {
        let summary = try one(.summaryWithId, place) { row in IDRange(after: row.text(0), through: row.text(1)) }
        guard let summary else { return [] }
        var technologies: [String] = []
        try run(.list, [place[0], .text(summary.after), .text(summary.through)]) { row in
            technologies += Interview.texts(ofArray: row.text(1))
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
