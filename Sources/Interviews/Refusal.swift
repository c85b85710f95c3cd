// Every way in which the domain says no.

/// Why an operation was not carried out. Nothing of it was stored.
public enum Refusal: Error, Equatable, Sendable {
    /// There is no such interview among the caller's.
    case notFound
    case invalidTransition(from: InterviewStatus, to: InterviewStatus)

    /// A transcription or a feedback, by its name; the limit in bytes of JSON.
    case tooLarge(String, limit: Int)

    /// A cursor that this list, of this user with these filters, has not given.
    case foreignCursor

    /// A cursor that this search, of this user with this query, has not given.
    case foreignSearchCursor

    /// A query in which there is no word.
    case noWords

    /// Nothing is stored of what this operation wrote.
    case failed(StoreFailure)

    /// Nothing of the whole transaction is stored: `Store.together` throws, and says why.
    case abandoned
}

/// Why a store could not do what was asked.
public enum StoreFailure: Error, Equatable, Sendable {
    /// Another process held the database for longer than it is waited for.
    case busy

    /// There is no space left; nothing was stored.
    case full

    /// The disk failed while storing: what was to be stored may be there or not.
    case outcomeUnknown(EngineError)

    /// The database or its log was moved, replaced, emptied or deleted while it was open: what was stored in it, nobody
    /// may find.
    case filesLost

    /// A row says what cannot be, or does not agree with its checksum.
    case damaged

    /// Anything else.
    case other(EngineError)
}

/// An error of the database engine behind a store.
public struct EngineError: Equatable, Sendable {
    /// As the engine numbers its errors: for SQLite an extended result code (sqlite.org/rescode.html).
    public let code: Int

    /// For the log; nothing that is stored.
    public let description: String

    public init(code: Int, description: String) { (self.code, self.description) = (code, description) }
}
