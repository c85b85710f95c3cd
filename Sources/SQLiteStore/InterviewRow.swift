// An interview as the row that keeps it.

internal import Insight
internal import Interviews

extension Interview {
    /// Reads a row of `Statement.columns`.
    convenience init(_ row: borrowing Row, userId: String) throws(StoreFailure) {
        let contentKey = row.optionalInteger(10)
        self.init(
            id: row.text(0), userId: userId, technologies: row.text(1), context: row.text(2),
            duration: try row.integer(3, within: Limits.duration), conversationId: row.optionalText(4),
            status: try row.status(5), startedAt: try row.instant(6), endedAt: try row.optionalInstant(7),
            actualDuration: try row.real(8, within: Limits.actualDuration),
            score: try row.real(9, within: Limits.score), contentKey: contentKey)
        if row.isNull(12) { try StoredJSON.requireStrings(Array(technologies.utf8)) }
        try row.expect(checksum(for: row.integer(11), contentKey: contentKey), 12)
    }

    /// The checksum of the row that keeps this interview.
    func checksum(for userKey: Int, contentKey: Int?) -> Checksum {
        var checksum = Checksum()
        checksum.add(userKey)
        checksum.add(id)
        checksum.add(technologies)
        checksum.add(context)
        checksum.add(duration)
        checksum.add(conversationId ?? "")
        checksum.add(status.rawValue)
        checksum.add(startedAt.milliseconds)
        checksum.add(endedAt?.milliseconds)
        checksum.add(actualDuration)
        checksum.add(score)
        checksum.add(contentKey)
        return checksum
    }
}
