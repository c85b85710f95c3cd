// Interviews as rows of the table `interview`.

internal import Insight
internal import Interviews
internal import JSON

extension Interview {
    /// Which columns of an interview a row has.
    enum Columns {
        /// `Statement.columns`, without the list of several conversations.
        case listed

        /// `Statement.allColumns`.
        case all
    }

    convenience init(_ row: borrowing Row, _ columns: Columns, userId: String) throws(StoreFailure) {
        var (texts, ends) = row.texts(0, 1, 2, 4)
        let packed = PackedMarks(stored: row.integer(13))
        if columns == .all, packed.marks.contains(.severalConversations) {
            try row.expect(row.withUTF8(14) { Checksum(list: $0, of: row.text(0), row.integer(11)) }, 15)
            row.withUTF8(14) { texts.append(copying: $0) }
        }
        let contentKey = row.optionalInteger(10)
        self.init(
            texts: texts, ends: ends, userId: userId,
            duration: try row.integer(3, within: Limits.duration), status: try row.status(5),
            startedAt: try row.instant(6), endedAt: try row.optionalInstant(7),
            actualDuration: try row.real(8, within: Limits.actualDuration),
            score: try row.real(9, within: Limits.score), contentKey: contentKey,
            marks: packed.marks, conversationStartedAt: packed.conversationStartedAt)
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
        // Schema version 4 had no marks; its checksums do not include them.
        let packed = packedMarks
        if packed.stored != 0 { checksum.add(packed.stored) }
        return checksum
    }

    var packedMarks: PackedMarks { PackedMarks(marks: marks, conversationStartedAt: conversationStartedAt) }

    /// The checksum of the list of several conversations; nil if there is none.
    func listChecksum(for userKey: Int) -> Checksum? {
        conversationsText.map { text in text.withSpan { Checksum(list: $0, of: id, userKey) } }
    }
}

/// The marks of an interview, and when its only conversation began: one number in the column `marks`, because each column
/// that a list reads costs time. The lowest 8 bits are the marks, the others milliseconds; 0 where the time is not known.
struct PackedMarks {
    let marks: InterviewMarks
    let conversationStartedAt: Instant?

    var stored: Int { (conversationStartedAt?.milliseconds ?? 0) << 8 | marks.rawValue }

    init(marks: InterviewMarks, conversationStartedAt: Instant?) {
        (self.marks, self.conversationStartedAt) = (marks, conversationStartedAt)
    }

    init(stored: Int) {
        marks = InterviewMarks(rawValue: stored & 0xFF)
        conversationStartedAt = stored >> 8 == 0 ? nil : Instant(milliseconds: stored >> 8)
    }
}

extension Checksum {
    fileprivate init(list: Span<UInt8>, of id: String, _ userKey: Int) {
        self.init()
        add(userKey)
        add(id)
        add(list)
    }
}
