// The rows of one user, within one transaction.

internal import Insight
internal import Interviews

/// What one user has in the database. Every statement names the user, or the key of the user's row.
final class SQLiteUserRecords: UserRecords {
    let user: UserID
    let transaction: SQLiteTransaction

    /// The user's row as this transaction has left it, and the snapshot in which it was read.
    private var knownRow: UserRow?
    private var knownIn: Int?
    private var isRowChanged = false

    init(of user: UserID, in transaction: SQLiteTransaction) {
        (self.user, self.transaction) = (user, transaction)
    }

    // MARK: - The user's row

    /// The user's row; nil for a user who has none.
    func row() throws(Refusal) -> UserRow? {
        if isRowKnown { return knownRow }
        let row = try transaction.one(.userRow, [.text(user.text)]) { row throws(StoreFailure) in
            try UserRow(row, of: user)
        }
        (knownRow, knownIn) = (row, transaction.currentSnapshot)
        return row
    }

    private var isRowKnown: Bool { knownIn != nil && knownIn == transaction.currentSnapshot }

    /// The user's row, a new one if need be.
    private func rowForInsert() throws(Refusal) -> UserRow {
        if let row = try row() { return row }
        try transaction.run(.insertUser, [.text(user.text)])
        return UserRow(userKey: transaction.lastInsertedKey)
    }

    /// The row is stored once, at the end of the transaction, however often it changes.
    func change(_ row: UserRow) {
        knownRow = row
        isRowChanged = true
    }

    /// For `Statement.updateUserRow`; nil where there is nothing to store.
    var changedRow: [SQLValue]? { isRowChanged ? knownRow?.values(for: user) : nil }

    // MARK: - Reading

    func interview(_ id: String) throws(Refusal) -> Interview? {
        guard !isRowKnown else {
            guard let key = knownRow?.userKey else { return nil }
            return try transaction.one(.find, [.integer(key), .text(id)]) { row throws(StoreFailure) in
                try Interview(row, .all, userId: user.text)
            }
        }
        return try transaction.one(.findWithUserRow, [.text(user.text), .text(id)]) { row throws(StoreFailure) in
            (knownRow, knownIn) = (try UserRow(row, from: 16, of: user), transaction.currentSnapshot)
            return try Interview(row, .all, userId: user.text)
        }
    }

    func wholeInterview(_ id: String) throws(Refusal) -> WholeInterview? {
        try transaction.one(.findWhole, [.text(user.text), .text(id)]) { row throws(StoreFailure) in
            let interview = try Interview(row, .all, userId: user.text)
            let transcription = try row.json(16)
            let feedback = try row.json(18)
            guard interview.contentKey == nil || transcription != nil || feedback != nil else {
                throw StoreFailure.damaged
            }
            return WholeInterview(interview, transcription: transcription, feedback: feedback)
        }
    }

    func feedback(of interview: Interview) throws(Refusal) -> [UInt8]? {
        guard interview.contentKey != nil, let row = try row() else { return nil }
        let feedback = try transaction.one(.feedback, [.integer(row.userKey), .text(interview.id)]) {
            row throws(StoreFailure) in try row.json(0)
        }
        guard let feedback else { throw .failed(.damaged) }
        return feedback
    }

    func totals() throws(Refusal) -> Totals { try row()?.totals ?? Totals() }

    /// Counted once for a user whom an earlier version has stored.
    func storedBytes() throws(Refusal) -> Int {
        guard var row = try row() else { return 0 }
        if let bytes = row.bytes { return bytes }
        let bytes = try transaction.one(.storedBytes, [.integer(row.userKey)]) { $0.integer(0) } ?? 0
        row.bytes = bytes
        change(row)
        return bytes
    }

    func contentBytes(of interview: Interview) throws(Refusal) -> ContentBytes {
        guard let contentKey = interview.contentKey, let row = try row() else { return ContentBytes() }
        let bytes = try transaction.one(
            .contentBytes, [.integer(row.userKey), .text(interview.id), .integer(contentKey)]
        ) { ContentBytes(transcription: $0.integer(0), feedback: $0.integer(1)) }
        return bytes ?? ContentBytes()
    }

    // MARK: - Writing

    func insert(_ interview: Interview) throws(Refusal) {
        var row = try rowForInsert()
        try transaction.run(
            .insertInterview,
            [
                .integer(row.userKey), .shared(interview.idText), .shared(interview.technologiesText),
                .shared(interview.contextText),
                .integer(interview.duration), SQLValue(interview.startedAt),
                .integer(interview.checksum(for: row.userKey, contentKey: nil).value),
            ])
        row.totals += Totals(interview)
        row.add(bytes: interview.bytes)
        if row.summarises(interview.id) {
            try addToSummary(interview, of: row)
        } else {
            row.unsummarisedInterviews += 1
            if row.unsummarisedInterviews >= FilterSummary.size { try summarise(&row) }
        }
        change(row)
    }

    func replace(_ before: Interview, by after: Interview, _ content: InterviewContent?) throws(Refusal) {
        guard var row = try row() else { throw .notFound }
        let (termLists, bytes) = (row.termLists, row.bytes)
        var contentKey = before.contentKey
        if content?.transcription != nil || after.isReadDifferently(than: before) {
            try dropTermList(of: before.id, &row)
        }
        if let content {
            if row.bytes != nil { row.add(bytes: content.growth(from: try contentBytes(of: before))) }
            contentKey = try replaceContent(of: before, by: content, row)
        }
        try transaction.run(
            .update,
            [
                .integer(row.userKey), .shared(after.idText), .text(after.status.rawValue),
                SQLValue(after.conversationIdText),
                SQLValue(after.endedAt), SQLValue(after.actualDuration), SQLValue(after.score),
                contentKey.map(SQLValue.integer) ?? .null,
                .integer(after.checksum(for: row.userKey, contentKey: contentKey).value),
                .integer(after.packedMarks.stored), SQLValue(after.conversationsText),
                after.listChecksum(for: row.userKey).map { .integer($0.value) } ?? .null,
            ])
        if after.status != before.status, row.summarises(after.id) {
            try moveInSummary(after.id, from: before.status, to: after.status, of: row)
        }
        let (old, new) = (Totals(before), Totals(after))
        guard old != new || row.termLists != termLists || row.bytes != bytes else { return }
        row.totals -= old
        row.totals += new
        change(row)
    }

    /// - Returns: the key of the new content.
    private func replaceContent(
        of interview: Interview, by content: InterviewContent, _ row: UserRow
    ) throws(Refusal) -> Int {
        let values = [content.transcription, content.feedback].flatMap { text -> [SQLValue] in
            text.map { [.utf8($0), .integer(Checksum($0.span).value)] } ?? [.null, .null]
        }
        guard interview.contentKey != nil else {
            try transaction.run(.insertContent, values)
            return transaction.lastInsertedKey
        }
        // Not in place: to make room, SQLite would move other rows, and leave copies behind that no deletion reaches.
        let place: [SQLValue] = [.integer(row.userKey), .text(interview.id)]
        try transaction.run(.insertNextContent, place + values)
        let key = transaction.lastInsertedKey
        try transaction.run(.deleteContent, place)
        return key
    }

    func insert(conversationId: String, of interview: Interview) throws(Refusal) {
        guard let row = try row() else { throw .notFound }
        try transaction.run(
            .insertConversation, [.integer(row.userKey), .text(conversationId), .shared(interview.idText)])
    }

    /// SQLite overwrites what it deletes (`secure_delete`), and the WAL is truncated with the commit, so that nothing of it
    /// stays in the files.
    func delete(_ interview: Interview) throws(Refusal) {
        guard var row = try row() else { throw .notFound }
        let key: [SQLValue] = [.integer(row.userKey), .text(interview.id)]
        if row.bytes != nil { row.add(bytes: -(try bytes(of: interview))) }
        try dropTermList(of: interview.id, &row)
        try transaction.run(.deleteContent, key)
        for conversation in ConversationList(of: interview).entries {
            try transaction.run(
                .deleteConversation, [.integer(row.userKey), .text(conversation.id), .shared(interview.idText)])
        }
        if interview.marks.contains(.liveTurns) {
            try transaction.run(.deleteLiveTurns, key)
            try transaction.run(.deleteLiveTurnTotals, key)
        }
        if interview.marks.contains(.vendorRecords) { try transaction.run(.deleteVendorRecords, key) }
        try transaction.run(.deleteInterview, key)
        if row.summarises(interview.id) {
            try removeFromSummary(interview, of: row)
        } else {
            row.unsummarisedInterviews -= 1
        }
        row.totals -= Totals(interview)
        change(row)
        transaction.noteDeletion()
    }

    /// What an interview counts for the user's quota.
    private func bytes(of interview: Interview) throws(Refusal) -> Int {
        var bytes = interview.bytes + (try contentBytes(of: interview).all)
        if interview.marks.contains(.liveTurns) { bytes += try liveTurnTotals(of: interview).bytes }
        if interview.marks.contains(.vendorRecords) {
            bytes += try vendorRecordHeads(of: interview).reduce(0) { $0 + $1.bytes }
        }
        return bytes
    }
}
