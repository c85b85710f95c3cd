// Taking an interview away, with everything that was derived from it.

extension OwnInterviews {
    /// Takes away an interview, and what was said in it. SQLite overwrites what it deletes (`secure_delete`), and the log
    /// is emptied with the commit, so that nothing of it stays in the files.
    /// - Returns: its id.
    public func delete(_ interviewId: String) throws(Refusal) -> String {
        try access.beginDeleting()
        guard var account = try access.knownAccount(of: user) else { throw .notFound }
        let interview = try find(interviewId, of: account)
        let key: [SQLValue] = [.integer(account.owner), .text(interview.id)]
        try access.forgetWords(of: interview.id, &account)
        try access.run(.deleteRecording, key)
        try access.run(.deleteInterview, key)
        if account.hasFiled(interview.id) {
            try access.remove(interview, of: account)
        } else {
            account.unfiledInterviews -= 1
        }
        account.totals -= Totals(interview)
        access.keep(account, of: user)
        access.noteDeletion()
        return interview.id
    }
}

extension Access {
    /// Takes an interview, whose row is gone, out of its block, and its technologies, if no other one there has them.
    fileprivate func remove(_ interview: Interview, of account: Account) throws(Refusal) {
        let place: [SQLValue] = [.integer(account.owner), .text(interview.id)]
        try run(.leaveBlockStatus, place + [.text(interview.status.rawValue)])
        try run(.dropBlockStatus, place + [.text(interview.status.rawValue)])
        for technology in interview.technologyNames { try run(.leaveBlockTechnology, place + [.text(technology)]) }
        for technology in try technologies(inBlockOf: place) where interview.has(technology) {
            try run(.enterBlockTechnology, place + [.text(technology)])
        }
    }

    private func technologies(inBlockOf place: [SQLValue]) throws(Refusal) -> [String] {
        let block = try one(.blockWithId, place) { row in IDRange(after: row.text(0), through: row.text(1)) }
        guard let block else { return [] }
        var technologies: [String] = []
        try run(.list, [place[0], .text(block.after), .text(block.through)]) { row in
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
