// The protocols of a store: the store, its transactions, and the records of one user.
//
// The rules of this module use these protocols, and know no SQL. A store decides on layout, indexes, locks and
// durability; two stores give the same answers, byte for byte, to the same requests.

/// A store of the interviews of all users. It is not thread-safe.
public protocol Store: AnyObject {
    /// Whether the program is about to end, so that no further request should begin.
    var isEnding: Bool { get }

    /// Runs `body` in one transaction, and returns when its changes are durable.
    /// - Throws: `outcomeUnknown` or `filesLost` if the changes may or may not be stored; any other error if they are
    ///   not.
    func together<Value>(_ space: DiskSpace, _ body: (Transaction) -> Value) throws(StoreFailure) -> Value

    /// Stores what requests have left to be stored (`UserRecords.storeLater`), unless it was changed meanwhile. It waits for
    /// other processes for a moment only, and what cannot be stored is derived again when it is needed.
    /// - Throws: `outcomeUnknown` or `filesLost`.
    func storeDerivedData() throws(StoreFailure)

    /// Closes the store, which must not be used afterwards.
    func close()
}

extension Store {
    public func together<Value>(_ body: (Transaction) -> Value) throws(StoreFailure) -> Value {
        try together(.enough, body)
    }
}

/// The disk space for the changes of a transaction.
public enum DiskSpace: Sendable {
    case enough

    /// The disk is full: deletions may use reserved space.
    case short
}

/// A transaction of the store that the program has opened.
public typealias Transaction = any StoreTransaction

/// A transaction. Until the first `begin(_:)`, each read outside `snapshot(_:)` sees the latest commit.
public protocol StoreTransaction: AnyObject {
    /// The clock; its changes persist only if the transaction is committed.
    var clock: ClockAndIDs { get set }

    /// The secret key with which the store's cursors are sealed.
    var cursorKey: (UInt64, UInt64) { get }

    /// Whether there are changes to commit.
    var hasWritten: Bool { get }

    /// How long it has waited for other processes that write.
    var waited: Duration { get }

    /// Whether it has waited for them too long: every further change is refused at once.
    var isRefused: Bool { get }

    /// Begins to write. An operation that changes something calls this before its first read, so that no other
    /// transaction changes what it has read.
    func begin(_ change: Change) throws(Refusal)

    /// Runs `body` in one snapshot, which does not see later commits of other processes.
    func snapshot<Value>(_ body: () throws(Refusal) -> Value) throws(Refusal) -> Value

    /// The records of a user.
    func records(of user: UserID) -> any UserRecords

    /// The tokenizer for term lists and queries.
    func tokenizer() throws(Refusal) -> Tokenizer
}

/// The kind of change that a transaction begins.
public enum Change: Sendable {
    case interviews

    /// A deletion of interviews, which must also succeed on a full disk.
    case deletion

    /// Only data that can be derived again: it waits for other processes for a moment only.
    case derivedData
}

/// The records of one user within one transaction. No operation reaches another user's.
public protocol UserRecords: AnyObject {
    /// - Returns: nil if the user has no interview with this id.
    func interview(_ id: String) throws(Refusal) -> Interview?

    /// An interview with its content; nil if the user has none with this id.
    func wholeInterview(_ id: String) throws(Refusal) -> WholeInterview?

    /// The feedback of an interview as a JSON text; nil if it has none.
    func feedback(of interview: Interview) throws(Refusal) -> [UInt8]?

    /// The sums over all interviews of the user.
    func totals() throws(Refusal) -> Totals

    /// The bytes of all that counts for the user's quota, to be called after `begin(_:)`.
    func storedBytes() throws(Refusal) -> Int
    func contentBytes(of interview: Interview) throws(Refusal) -> ContentBytes

    /// Calls `body` with each interview that `filter` admits, in descending order of ids, until it returns false; they are
    /// without their lists of conversations.
    /// - Parameter budget: is charged for what is read without finding an interview.
    /// - Returns: an id from which on, downwards, nothing was read because the budget was used up; nil otherwise.
    func interviews(
        _ filter: InterviewFilter, in ids: IDRange, within budget: inout Budget, _ body: (Interview) -> Bool
    ) throws(Refusal) -> String?

    /// - Precondition: the user has no interview with this id.
    func insert(_ interview: Interview) throws(Refusal)

    /// Replaces `before` by `after`, which has the same id, and its content by `content`. The term list is deleted if the
    /// transcription is replaced, or `Interview.isReadDifferently(than:)`.
    /// - Parameter content: nil keeps the stored content.
    func replace(_ before: Interview, by after: Interview, _ content: InterviewContent?) throws(Refusal)

    /// Adds a conversation by which lists find the interview.
    /// - Precondition: it is not one of its conversations yet.
    func insert(conversationId: String, of interview: Interview) throws(Refusal)

    /// Deletes an interview with its content and all data derived from it.
    func delete(_ interview: Interview) throws(Refusal)

    // MARK: - Live turns and vendor records, which delete the term list of their interview

    func liveTurnTotals(of interview: Interview) throws(Refusal) -> LiveTurnTotals

    /// The turn of an interview that has the conversation and the key of another; nil if there is none.
    func liveTurn(like turn: LiveTurn, of interview: Interview) throws(Refusal) -> PlacedTurn?

    /// The live turns of an interview, in any order.
    func liveTurns(of interview: Interview) throws(Refusal) -> [PlacedTurn]

    /// Stores turns of an interview, its first ones if it is not marked to have any.
    /// - Parameters:
    ///   - turns: each key once; those that the interview has already are corrections.
    ///   - totals: of all its turns from then on.
    ///   - before: of all its turns so far.
    func store(
        _ turns: [PlacedTurn], _ totals: LiveTurnTotals, after before: LiveTurnTotals, of interview: Interview
    ) throws(Refusal)

    /// The heads of an interview's vendor records, in any order.
    func vendorRecordHeads(of interview: Interview) throws(Refusal) -> [VendorRecordHead]
    func vendorRecord(of conversationId: String, in interview: Interview) throws(Refusal) -> VendorRecord?

    /// The vendor records of an interview, in any order.
    func vendorRecords(of interview: Interview) throws(Refusal) -> [VendorRecord]

    /// Stores the record of a conversation of an interview.
    /// - Parameter replaced: the head of the record of the same conversation, which is deleted; nil if there is none.
    func store(
        _ record: VendorRecord, replacing replaced: VendorRecordHead?, of interview: Interview
    ) throws(Refusal)

    /// A number that changes with an interview, its content, and everything else from which its turns are read.
    /// - Parameter interview: with its list of conversations.
    func fingerprint(of interview: Interview) throws(Refusal) -> Int

    // MARK: - Term lists, which are deleted when the content of their interview is replaced

    /// The newest interview below an id that has no term list of `TermList.version`, or one in which the terms of a query
    /// occur in one place; nil if there is none.
    /// - Parameter budget: is charged for each term list that is scanned.
    func newestCandidate(
        _ terms: TermListScan, below id: String, within budget: inout Budget
    ) throws(Refusal) -> SearchCandidate?

    /// Leaves the term list of an interview to `Store.storeDerivedData()`.
    /// - Parameter interview: as this transaction has read it.
    func storeLater(_ terms: TermList, of interview: Interview) throws(Refusal)
}

/// An interview that can have hits of a search.
public struct SearchCandidate: Sendable {
    public enum State: Equatable, Sendable {
        /// All terms occur in these places (`TermList`).
        case listed([Int])

        /// It has no term list.
        case unlisted

        /// The budget was used up before this interview.
        case notReached
    }

    public let interviewId: String
    public let state: State

    public init(_ interviewId: String, _ state: State) { (self.interviewId, self.state) = (interviewId, state) }
}

/// The transcription of an interview, and the feedback on it: JSON texts on one line. What is nil stays as it is stored.
public struct InterviewContent: Sendable {
    public let transcription: ArraySlice<UInt8>?
    public let feedback: ArraySlice<UInt8>?
}
