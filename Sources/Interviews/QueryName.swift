// Every statement that operations run, whole, and by name.

internal import GRDB

/// A statement; the numbers of its parameters are told beside it where they do not show.
enum QueryName: Hashable {
    case begin, commit, rollback
    case owner, addUser, addToTotals
    case insertInterview, insertTechnology
    case find, findWhole
    case update, saveRecording
    case list(statuses: Int, byTechnology: Bool)
    case stats

    var sql: String {
        switch self {
        case .begin: "BEGIN IMMEDIATE"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .owner: "SELECT owner FROM user WHERE userId = ?1"
        case .addUser: "INSERT INTO user (userId) VALUES (?1)"
        case .addToTotals:
            """
            UPDATE user SET
                pending = pending + ?2, active = active + ?3, completed = completed + ?4, failed = failed + ?5,
                microseconds = microseconds + ?6, scored = scored + ?7, scoreMillionths = scoreMillionths + ?8
            WHERE userId = ?1
            """
        case .insertInterview:
            """
            INSERT INTO interview (id, owner, technologies, context, duration, status, startedAt)
            VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6)
            """
        case .insertTechnology:
            // An interview may name a technology twice, in capitals and small.
            "INSERT OR IGNORE INTO technology (owner, technology, startedAt, interview) VALUES (?1, ?2, ?3, ?4)"
        case .find:
            """
            SELECT \(Self.columns) FROM interview
            WHERE id = ?2 AND owner = \(Self.callersOwner)
            """
        case .findWhole:
            """
            SELECT \(Self.columns), transcription, feedback
            FROM interview LEFT JOIN recording ON recording.interview = interview.key
            WHERE id = ?2 AND owner = \(Self.callersOwner)
            """
        case .update:
            """
            UPDATE interview SET status = ?3, conversationId = ?4, endedAt = ?5, actualDuration = ?6, score = ?7
            WHERE key = ?2 AND owner = \(Self.callersOwner)
            """
        case .saveRecording:
            """
            INSERT INTO recording (interview, transcription, feedback)
            SELECT key, ?3, ?4 FROM interview WHERE key = ?2 AND owner = \(Self.callersOwner)
            ON CONFLICT (interview) DO UPDATE SET
                transcription = excluded.transcription, feedback = coalesce(excluded.feedback, feedback)
            """
        case .list(let statuses, byTechnology: false):
            Self.list(statuses: statuses)
        case .list(let statuses, byTechnology: true):
            Self.listByTechnology(statuses: statuses)
        case .stats:
            """
            SELECT pending, active, completed, failed, microseconds, scored, scoreMillionths
            FROM user WHERE userId = ?1
            """
        }
    }

    /// In the order in which `Interview.init(_:userId:)` reads them.
    private static let columns = """
        interview.key, interview.id, interview.technologies, interview.context, interview.duration,
        interview.conversationId, interview.status, interview.startedAt, interview.endedAt,
        interview.actualDuration, interview.score
        """

    /// The caller, ?1, as the tables name them. No user's interviews are reached but through this.
    private static let callersOwner = "(SELECT owner FROM user WHERE userId = ?1)"

    /// ?2 is the earliest start, (?3, ?4) the position after which the page begins, ?5 its limit, ?6 and on the
    /// statuses. With several statuses each has its own walk along an index, and SQLite merges them.
    private static func list(statuses: Int) -> String {
        let walk = """
            SELECT \(columns) FROM interview
            WHERE owner = \(callersOwner) AND startedAt >= ?2 AND (startedAt, key) < (?3, ?4)
            """
        let walks = statuses == 0 ? [walk] : (6..<6 + statuses).map { walk + " AND status = ?\($0)" }
        return walks.joined(separator: "\nUNION ALL\n") + "\nORDER BY startedAt DESC, key DESC LIMIT ?5"
    }

    /// The same, with the technology last.
    private static func listByTechnology(statuses: Int) -> String {
        let choice = (6..<6 + statuses).map { "?\($0)" }.joined(separator: ", ")
        return """
            SELECT \(columns) FROM technology CROSS JOIN interview ON interview.key = technology.interview
            WHERE technology.owner = \(callersOwner) AND technology.technology = ?\(6 + statuses)
                AND technology.startedAt >= ?2 AND (technology.startedAt, technology.interview) < (?3, ?4)
                \(statuses == 0 ? "" : "AND interview.status IN (\(choice))")
            ORDER BY technology.startedAt DESC, technology.interview DESC LIMIT ?5
            """
    }
}

/// The statements of a connection, each prepared when it is first needed.
final class QueryCache {
    private var queries: [QueryName: Query] = [:]

    subscript(name: QueryName, in database: Database) -> Query {
        get throws(StoreFailure) {
            if let query = queries[name] { return query }
            let query = try Query(name.sql, in: database)
            queries[name] = query
            return query
        }
    }

    func removeAll() { queries = [:] }
}
