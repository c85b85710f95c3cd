// The calls of deferred methods that have begun and are not answered yet.

public import JSON

/// A call whose work is to begin after the commit of its transaction.
public struct BegunCall<Context>: Sendable {
    let id: RequestID
    let method: String?
    let progressToken: JSONSlice?
    let work: Deferral<Context>.Work

    @inlinable
    init(_ pending: PendingCall<Context>, _ deferral: Deferral<Context>, _ work: @escaping Deferral<Context>.Work) {
        self.init(id: pending.id, pending.method, deferral.progressToken, work)
    }

    @usableFromInline
    init(
        id: RequestID, _ method: String?, _ progressToken: JSONSlice?, _ work: @escaping Deferral<Context>.Work
    ) {
        (self.id, self.method, self.progressToken, self.work) = (id, method, progressToken, work)
    }
}

/// The work of a call, to be run on a thread of its own.
public struct DeferredWork<Context>: Sendable {
    public let ticket: Int
    public let cancellation: WorkCancellation
    private let work: Deferral<Context>.Work

    init(ticket: Int, _ cancellation: WorkCancellation, _ work: @escaping Deferral<Context>.Work) {
        (self.ticket, self.cancellation, self.work) = (ticket, cancellation, work)
    }

    /// Runs the work, and returns what answers the call.
    public func run() -> Invocation<Context> { work(cancellation) }
}

/// The calls whose work waits or runs, in the order in which they have begun.
struct DeferredCalls {
    struct Entry {
        let ticket: Int
        let id: RequestID
        let method: String?
        let cancellation: WorkCancellation
        let progressToken: JSONSlice?
    }

    private(set) var entries: [Entry] = []
    private var nextTicket = 0

    mutating func insert<Context>(_ call: BegunCall<Context>) -> DeferredWork<Context> {
        let cancellation = WorkCancellation()
        entries.append(
            Entry(
                ticket: nextTicket, id: call.id.detached, method: call.method, cancellation: cancellation,
                progressToken: call.progressToken?.detached))
        defer { nextTicket += 1 }
        return DeferredWork(ticket: nextTicket, cancellation, call.work)
    }

    /// - Returns: nil if the call was cancelled.
    mutating func remove(ticket: Int) -> Entry? {
        entries.firstIndex { $0.ticket == ticket }.map { entries.remove(at: $0) }
    }

    /// Removes the calls with an id.
    /// - Parameter key: the key of the id; nil for all calls.
    mutating func removeAll(key: [UInt8]?) -> [Entry] {
        let removed = entries.filter { key == nil || $0.id.key == key }
        if !removed.isEmpty { entries.removeAll { key == nil || $0.id.key == key } }
        return removed
    }
}

extension RequestID {
    /// The same id, without the line in which it was written.
    fileprivate var detached: RequestID {
        switch self {
        case .absent, .null, .omitted: self
        case .value(let id): .value(id.detached)
        }
    }
}

extension JSONSlice {
    /// The same value, without the text around it, which would stay in memory as long as the value does.
    fileprivate var detached: JSONSlice {
        do { return try JSONText(Array(bytes)[...]).root } catch { return self }
    }
}
