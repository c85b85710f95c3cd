// What keeps interviews must be able to do: a store, its transactions, and the records of one user in one of them.
//
// The rules of this module are written against these protocols, and know no SQL. A store decides how rows are laid out,
// locked, indexed and made durable; two stores answer the same conversation with the same bytes.

/// Keeps the interviews of all users. One thread at a time uses it.
public protocol Store: AnyObject {
    /// Whether the program is about to end, and no further request should begin.
    var isEnding: Bool { get }

    /// Runs `body` in one transaction, and returns once what it wrote is durable.
    /// - Throws: if nothing of it was stored, or, for `outcomeUnknown` and `filesLost`, perhaps.
    func together<Value>(_ space: DiskSpace, _ body: (Transaction) -> Value) throws(StoreFailure) -> Value

    /// Ends the use of the store.
    func close()
}

extension Store {
    public func together<Value>(_ body: (Transaction) -> Value) throws(StoreFailure) -> Value {
        try together(.enough, body)
    }
}

/// How much space there is for what a transaction writes.
public enum DiskSpace: Sendable {
    case enough

    /// The disk was full: only a deletion may use space that is held back, and what can be derived again is not stored.
    case short
}

/// What methods work on: a transaction of whichever store the program has opened.
public typealias Transaction = any StoreTransaction

/// One transaction. Before it begins to write, each read sees what is committed at that moment.
public protocol StoreTransaction: AnyObject {
    /// Its times and ids count only if the transaction is committed.
    var clock: ClockAndIDs { get set }

    /// The secret with which the store's cursors are sealed.
    var cursorKey: (UInt64, UInt64) { get }

    /// Whether there is something to commit.
    var hasWritten: Bool { get }

    /// Must come before the first read of an operation that changes something: what it reads is then what it changes.
    func begin(_ change: Change) throws(Refusal)

    /// Runs `body` on one snapshot, whatever others commit meanwhile.
    func snapshot<Value>(_ body: () throws(Refusal) -> Value) throws(Refusal) -> Value

    /// What the user has.
    func records(of user: UserID) -> any UserRecords

    /// Splits texts into the terms for which a search looks.
    func tokenizer() throws(Refusal) -> Tokenizer
}

/// What an operation is about to change.
public enum Change: Sendable {
    case interviews

    /// Interviews are deleted, which must succeed on a full disk, too.
    case deletion

    /// Only what can be derived again. Where the disk is full it lasts until the end of the transaction.
    case derivedData
}

/// What one user has in a store, within one transaction. Nothing here reaches what is another user's.
public protocol UserRecords: AnyObject {
    /// - Returns: nil where the user has no interview with this id.
    func interview(_ id: String) throws(Refusal) -> Interview?

    /// Likewise, with its content.
    func wholeInterview(_ id: String) throws(Refusal) -> WholeInterview?

    /// The feedback of an interview; nil where it has none.
    func feedback(of interview: Interview) throws(Refusal) -> [UInt8]?

    /// The sums over all interviews of the user.
    func totals() throws(Refusal) -> Totals

    /// Gives `body` the interviews that `filter` admits, in descending order of their ids, for as long as it returns true.
    func interviews(
        _ filter: InterviewFilter, in ids: IDRange, _ body: (Interview) -> Bool
    ) throws(Refusal)

    /// - Precondition: the user has no interview with this id.
    func insert(_ interview: Interview) throws(Refusal)

    /// Puts `after` in the place of `before`, which has the same id, and `content` in the place of its content.
    /// - Parameter content: nil leaves the content as it is.
    func replace(_ before: Interview, by after: Interview, _ content: InterviewContent?) throws(Refusal)

    /// Deletes an interview with its content and all that was derived from it.
    func delete(_ interview: Interview) throws(Refusal)

    // MARK: - Term lists, which are dropped when the content of their interview is replaced

    /// The newest interview up to an id that has no term list; nil where there is none.
    func newestWithoutTermList(through id: String) throws(Refusal) -> String?

    func insert(_ terms: TermList, of interviewId: String) throws(Refusal)

    /// The newest interview between two ids, both excluded, in which all of `terms` occur in one place; nil where there is
    /// none.
    /// - Parameter budget: pays for each term list that is looked through.
    func newestMatch(
        of terms: [Term], after oldest: String, below newest: String, within budget: inout Budget
    ) throws(Refusal) -> TermMatch?
}

/// What is said in an interview, and the feedback on it: JSON texts on one line.
public struct InterviewContent: Sendable {
    public let transcription: [UInt8]

    /// Nil leaves the stored feedback as it is.
    public let feedback: [UInt8]?
}
