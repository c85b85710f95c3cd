// Interviews as rows of the table `interview`.

internal import Insight
internal import Interviews

extension Interview {
    /// Reads a row of `Statement.columns`.
    convenience init(_ row: borrowing Row, userId: String) throws(StoreFailure) {
        let marks = InterviewMarks(rawValue: row.integer(14))
        let isListed = marks.contains(.severalConversations)
        let (texts, ends) = row.texts(0, 1, 2, 4, isListed ? 13 : nil)
        let hasOne = !isListed && ends.2 < ends.3
        let contentKey = row.optionalInteger(10)
        self.init(
            texts: texts, ends: ends, userId: userId,
            duration: try row.integer(3, within: Limits.duration), status: try row.status(5),
            startedAt: try row.instant(6), endedAt: try row.optionalInstant(7),
            actualDuration: try row.real(8, within: Limits.actualDuration),
            score: try row.real(9, within: Limits.score), contentKey: contentKey,
            marks: marks, conversationStartedAt: hasOne ? try row.optionalInstant(15) : nil)
        guard let stored = row.checksum(12) else {
            try Self.requireWhole(texts, technologies: ends.0..<ends.1)
            return
        }
        guard stored == checksum(for: row.integer(11), contentKey: contentKey).value else { throw .damaged }
    }

    /// Checks texts that have no checksum: schema version 1 had none.
    private static func requireWhole(_ texts: [UInt8], technologies: Range<Int>) throws(StoreFailure) {
        guard String(validating: texts, as: UTF8.self) != nil else { throw .damaged }
        try StoredJSON.requireStrings(Array(texts[technologies]))
    }

    /// The checksum of this interview's row.
    func checksum(for userKey: Int, contentKey: Int?) -> Checksum {
        var checksum = Checksum()
        checksum.add(userKey)
        checksum.add(idText)
        checksum.add(technologiesText)
        checksum.add(contextText)
        checksum.add(duration)
        if let conversationIdText { checksum.add(conversationIdText) } else { checksum.add("") }
        checksum.add(status.rawValue)
        checksum.add(startedAt.milliseconds)
        checksum.add(endedAt?.milliseconds)
        checksum.add(actualDuration)
        checksum.add(score)
        checksum.add(contentKey)
        // Schema version 4 had none of these; its checksums do not include them.
        if let conversationsText { checksum.add(conversationsText) }
        if !marks.isEmpty { checksum.add(marks.rawValue) }
        if let conversationStartedAt { checksum.add(conversationStartedAt.milliseconds) }
        return checksum
    }
}
