// The errors of rules and stores.

/// Why an operation was not carried out. None of its changes is stored.
public enum Refusal: Error, Equatable, Sendable {
    /// The caller has no interview with this id.
    case notFound
    case invalidTransition(from: InterviewStatus, to: InterviewStatus)

    /// A transcription or feedback, named by its parameter, is longer than `limit` bytes of JSON.
    case tooLarge(String, limit: Int)

    /// What was said in an interview, or its feedback, has changed since it was read.
    case changedMeanwhile

    /// The user may not store so much.
    case quotaExceeded(Quotas.Kind, limit: Int)

    /// The cursor is not one of this list: of this user with these filters.
    case foreignCursor

    /// The cursor is not one of this search: of this user with this query.
    case foreignSearchCursor

    /// The query contains no term.
    case noWords

    /// The store failed; the transaction continues without this operation.
    case failed(StoreFailure)

    /// The whole transaction is rolled back: `Store.together` throws the reason.
    case abandoned
}

/// An error of a store.
public enum StoreFailure: Error, Equatable, Sendable {
    /// Another process held a lock for longer than the store waits.
    case busy

    /// The disk is full; nothing was stored.
    case full

    /// The disk failed during a commit: the changes may or may not be stored.
    case outcomeUnknown(EngineError)

    /// A file of the database was moved, replaced, truncated or deleted while it was open: what was stored in it may be
    /// lost.
    case filesLost

    /// A row has an impossible value or a wrong checksum.
    case damaged

    /// Anything else.
    case other(EngineError)
}

/// An error of the database engine behind a store.
public struct EngineError: Equatable, Sendable {
    /// The engine's error code; for SQLite, an extended result code (sqlite.org/rescode.html).
    public let code: Int

    /// A message for the log, which contains no stored data.
    public let description: String

    public init(code: Int, description: String) { (self.code, self.description) = (code, description) }
}
