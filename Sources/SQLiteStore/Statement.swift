// All SQL statements of transactions, by name.

/// An SQL statement.
///
/// In every statement that reads or changes rows of a user, `?1` is the user: the user id, or the key of the user's row
/// (`owner`). So no statement reaches the rows of another user.
enum Statement: Int, CaseIterable {
    case begin, beginReading, commit, rollback
    case userRow, insertUser, updateUserRow, storedBytes, contentBytes
    case insertInterview, update, find, findWithUserRow, findWhole
    case insertContent, insertNextContent
    case list, summaryWithStatus, summaryWithTechnology
    case unsummarised, insertSummary, insertSummaryStatus, insertSummaryTechnology
    case addSummaryStatus, removeSummaryStatus, dropSummaryStatus, addSummaryTechnology
    case deleteInterview, deleteContent, summaryWithId, removeSummaryTechnology
    case termLists, insertTermList, termListVersion, deleteTermList
    case feedback
    case insertConversation, withConversation, deleteConversation
    case liveTurnChecksums, vendorRecordChecksums
    case liveTurnTotals, insertLiveTurnTotals, updateLiveTurnTotals, liveTurn, liveTurns, insertLiveTurn, deleteLiveTurn
    case vendorRecordHeads, vendorRecord, vendorRecords, insertVendorRecord, deleteVendorRecord
    case deleteLiveTurns, deleteLiveTurnTotals, deleteVendorRecords

    var sql: String {
        switch self {
        case .begin: "BEGIN IMMEDIATE"
        case .beginReading: "BEGIN"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .userRow:
            """
            SELECT \(Self.userColumns) FROM account WHERE userId = ?1
            """
        case .insertUser: "INSERT INTO account (userId, bytes) VALUES (?1, 0)"
        case .updateUserRow:
            """
            UPDATE account SET
                pending = ?2, active = ?3, completed = ?4, failed = ?5, microseconds = ?6, scored = ?7,
                scoreMillionths = ?8, summarisedThrough = ?9, unsummarisedInterviews = ?10, termListCount = ?11,
                checksum = ?12, bytes = ?13
            WHERE owner = ?1
            """
        case .storedBytes:
            """
            SELECT
                (SELECT coalesce(sum(length(CAST(technologies AS BLOB)) + length(CAST(context AS BLOB))), 0)
                FROM interview WHERE owner = ?1)
                + (SELECT coalesce(sum(\(Self.transcriptionLength) + \(Self.feedbackLength)), 0)
                FROM interview JOIN content ON content.content = interview.content WHERE owner = ?1)
                + (SELECT coalesce(sum(bytes), 0) FROM liveTurnTotals WHERE owner = ?1)
                + (SELECT coalesce(sum(bytes), 0) FROM vendorRecord WHERE owner = ?1)
            FROM account WHERE owner = ?1
            """
        case .contentBytes:
            """
            SELECT \(Self.transcriptionLength), \(Self.feedbackLength) FROM content
            WHERE content = ?3 AND content = (SELECT content FROM interview WHERE owner = ?1 AND id = ?2)
            """
        case .insertInterview:
            """
            INSERT INTO interview (owner, id, technologies, context, duration, status, startedAt, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6, ?7)
            """
        case .update:
            """
            UPDATE interview SET
                status = ?3, conversationId = ?4, endedAt = ?5, actualDuration = ?6, score = ?7, content = ?8,
                checksum = ?9, marks = ?10, conversations = ?11, conversationsChecksum = ?12
            WHERE owner = ?1 AND id = ?2
            """
        case .find:
            "SELECT \(Self.allColumns) FROM interview WHERE owner = ?1 AND id = ?2"
        case .findWithUserRow:
            """
            SELECT \(Self.allColumns), \(Self.userColumns)
            FROM account JOIN interview USING (owner) WHERE userId = ?1 AND id = ?2
            """
        case .findWhole:
            """
            SELECT \(Self.allColumns), transcription, transcriptionChecksum, feedback, feedbackChecksum
            FROM interview LEFT JOIN content ON content.content = interview.content
            WHERE owner = \(Self.callersKey) AND id = ?2
            """
        case .insertContent:
            """
            INSERT INTO content (transcription, transcriptionChecksum, feedback, feedbackChecksum)
            VALUES (?1, ?2, ?3, ?4)
            """
        case .insertNextContent:
            """
            INSERT INTO content (transcription, transcriptionChecksum, feedback, feedbackChecksum)
            SELECT coalesce(?3, transcription), coalesce(?4, transcriptionChecksum), coalesce(?5, feedback),
                coalesce(?6, feedbackChecksum)
            FROM content
            WHERE content = (SELECT content FROM interview WHERE owner = ?1 AND id = ?2)
            """
        case .list:
            """
            SELECT \(Self.columns) FROM interview
            WHERE owner = ?1 AND id > ?2 AND id <= ?3 ORDER BY id DESC
            """
        case .summaryWithStatus:
            """
            SELECT block.afterId, block.lastId
            FROM blockStatus CROSS JOIN block USING (owner, afterId)
            WHERE blockStatus.owner = ?1 AND blockStatus.afterId < ?2 AND status = ?3
            ORDER BY blockStatus.afterId DESC LIMIT 1
            """
        case .summaryWithTechnology:
            """
            SELECT block.afterId, block.lastId
            FROM blockTechnology CROSS JOIN block USING (owner, afterId)
            WHERE blockTechnology.owner = ?1 AND blockTechnology.afterId < ?2 AND technology = ?3
            ORDER BY blockTechnology.afterId DESC LIMIT 1
            """
        case .unsummarised:
            "SELECT id, status, technologies FROM interview WHERE owner = ?1 AND id > ?2 ORDER BY id"
        case .insertSummary: "INSERT INTO block (owner, afterId, lastId) VALUES (?1, ?2, ?3)"
        case .insertSummaryStatus:
            "INSERT INTO blockStatus (owner, afterId, status, interviews) VALUES (?1, ?2, ?3, ?4)"
        case .insertSummaryTechnology:
            "INSERT INTO blockTechnology (owner, afterId, technology) VALUES (?1, ?2, ?3)"
        case .addSummaryStatus:
            """
            INSERT INTO blockStatus (owner, afterId, status, interviews) VALUES (?1, \(Self.summaryOf), ?3, 1)
            ON CONFLICT DO UPDATE SET interviews = interviews + 1
            """
        case .removeSummaryStatus:
            """
            UPDATE blockStatus SET interviews = interviews - 1
            WHERE owner = ?1 AND status = ?3 AND afterId = \(Self.summaryOf)
            """
        case .dropSummaryStatus:
            """
            DELETE FROM blockStatus
            WHERE owner = ?1 AND status = ?3 AND afterId = \(Self.summaryOf) AND interviews = 0
            """
        case .addSummaryTechnology:
            """
            INSERT OR IGNORE INTO blockTechnology (owner, afterId, technology)
            VALUES (?1, \(Self.summaryOf), ?3)
            """
        case .deleteInterview: "DELETE FROM interview WHERE owner = ?1 AND id = ?2"
        case .deleteContent:
            """
            DELETE FROM content
            WHERE content = (SELECT content FROM interview WHERE owner = ?1 AND id = ?2)
            """
        case .summaryWithId:
            """
            SELECT afterId, lastId FROM block
            WHERE owner = ?1 AND afterId < ?2 ORDER BY afterId DESC LIMIT 1
            """
        case .removeSummaryTechnology:
            "DELETE FROM blockTechnology WHERE owner = ?1 AND technology = ?3 AND afterId = \(Self.summaryOf)"
        case .termLists:
            """
            SELECT interview.id, words, wordsChecksum, places, placesChecksum
            FROM interview LEFT JOIN vocabulary INDEXED BY termListVersion
                ON vocabulary.owner = interview.owner AND vocabulary.id = interview.id AND version = ?3
            WHERE interview.owner = ?1 AND interview.id < ?2 ORDER BY interview.id DESC
            """
        case .insertTermList:
            """
            INSERT INTO vocabulary (owner, id, words, wordsChecksum, places, placesChecksum, version)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """
        case .termListVersion: "SELECT version FROM vocabulary WHERE owner = ?1 AND id = ?2 LIMIT 1"
        case .deleteTermList: "DELETE FROM vocabulary WHERE owner = ?1 AND id = ?2"
        case .feedback:
            """
            SELECT feedback, feedbackChecksum FROM content
            WHERE content = (SELECT content FROM interview WHERE owner = ?1 AND id = ?2)
            """
        case .insertConversation: "INSERT INTO conversation (owner, conversationId, id) VALUES (?1, ?2, ?3)"
        case .withConversation:
            """
            SELECT \(Self.columns) FROM conversation JOIN interview USING (owner, id)
            WHERE owner = ?1 AND conversation.conversationId = ?2 AND id > ?3 AND id <= ?4
            ORDER BY id DESC
            """
        case .deleteConversation: "DELETE FROM conversation WHERE owner = ?1 AND conversationId = ?2 AND id = ?3"
        case .liveTurnChecksums:
            "SELECT checksum FROM liveTurn WHERE owner = ?1 AND id = ?2 ORDER BY conversationId, key"
        case .vendorRecordChecksums:
            """
            SELECT checksum, bodyChecksum FROM vendorRecord WHERE owner = ?1 AND id = ?2 ORDER BY conversationId
            """
        case .liveTurnTotals: "SELECT turns, bytes, checksum, owner FROM liveTurnTotals WHERE owner = ?1 AND id = ?2"
        case .insertLiveTurnTotals:
            "INSERT INTO liveTurnTotals (owner, id, turns, bytes, checksum) VALUES (?1, ?2, ?3, ?4, ?5)"
        case .updateLiveTurnTotals:
            """
            UPDATE liveTurnTotals SET turns = ?3, bytes = ?4, checksum = ?5 WHERE owner = ?1 AND id = ?2
            """
        case .liveTurn:
            """
            SELECT \(Self.liveTurnColumns) FROM liveTurn
            WHERE owner = ?1 AND id = ?2 AND conversationId = ?3 AND key = ?4
            """
        case .liveTurns:
            """
            SELECT \(Self.liveTurnColumns) FROM liveTurn
            WHERE owner = ?1 AND id = ?2 ORDER BY conversationId, key
            """
        case .insertLiveTurn:
            """
            INSERT INTO liveTurn (owner, id, conversationId, key, position, checksum, turn)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """
        case .deleteLiveTurn:
            "DELETE FROM liveTurn WHERE owner = ?1 AND id = ?2 AND conversationId = ?3 AND key = ?4"
        case .vendorRecordHeads:
            """
            SELECT \(Self.vendorRecordColumns) FROM vendorRecord
            WHERE owner = ?1 AND id = ?2 ORDER BY conversationId
            """
        case .vendorRecord:
            """
            SELECT \(Self.vendorRecordColumns), bodyChecksum, body FROM vendorRecord
            WHERE owner = ?1 AND id = ?2 AND conversationId = ?3
            """
        case .vendorRecords:
            """
            SELECT \(Self.vendorRecordColumns), bodyChecksum, body FROM vendorRecord
            WHERE owner = ?1 AND id = ?2 ORDER BY conversationId
            """
        case .insertVendorRecord:
            """
            INSERT INTO vendorRecord
                (owner, id, conversationId, isAnalysed, sentAt, startedAt, duration, bytes, checksum, bodyChecksum, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """
        case .deleteVendorRecord:
            "DELETE FROM vendorRecord WHERE owner = ?1 AND id = ?2 AND conversationId = ?3"
        case .deleteLiveTurns: "DELETE FROM liveTurn WHERE owner = ?1 AND id = ?2"
        case .deleteLiveTurnTotals: "DELETE FROM liveTurnTotals WHERE owner = ?1 AND id = ?2"
        case .deleteVendorRecords: "DELETE FROM vendorRecord WHERE owner = ?1 AND id = ?2"
        }
    }

    /// The columns that `Interview.init(_:_:userId:)` reads, in its order.
    private static let columns = """
        interview.id, interview.technologies, interview.context, interview.duration, interview.conversationId,
        interview.status, interview.startedAt, interview.endedAt, interview.actualDuration, interview.score,
        interview.content, interview.owner, interview.checksum, interview.marks
        """

    /// The same, and the list of several conversations, which lists do not read.
    private static let allColumns = columns + ", interview.conversations, interview.conversationsChecksum"

    /// In the order in which `UserRow.init(_:from:of:)` reads them.
    private static let userColumns = """
        account.owner, pending, active, completed, failed, microseconds, scored, scoreMillionths, summarisedThrough,
        unsummarisedInterviews, termListCount, account.checksum, bytes
        """

    private static let liveTurnColumns = "conversationId, key, position, checksum, turn, owner"
    private static let vendorRecordColumns =
        "conversationId, isAnalysed, sentAt, startedAt, duration, bytes, checksum, owner"

    /// In bytes; 0 for NULL.
    private static let transcriptionLength = "coalesce(length(CAST(transcription AS BLOB)), 0)"
    private static let feedbackLength = "coalesce(length(CAST(feedback AS BLOB)), 0)"

    private static let callersKey = "(SELECT owner FROM account WHERE userId = ?1)"

    /// The key `afterId` of the summary whose range contains the id `?2`, which must be summarised.
    private static let summaryOf =
        "(SELECT afterId FROM block WHERE owner = ?1 AND afterId < ?2 ORDER BY afterId DESC LIMIT 1)"
}
