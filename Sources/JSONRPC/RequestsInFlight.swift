// The registry of requests in flight, which have arrived and are not answered yet, and their cancellation.

public import JSON

/// The requests in flight, in the order of arrival. A request is added when its line is judged, and removed when it is
/// answered; in between, a notification that arrives after it can cancel it by its id.
///
/// Only cancellations look up ids, so the first one indexes the requests: without cancellations nothing is hashed. The
/// cost is linear in the number of requests and cancellations.
public struct RequestsInFlight<Context> {
    /// The requests of a line, and their share of `RequestsInFlight.bytes`.
    @usableFromInline
    struct Entry {
        @usableFromInline var request: LineRequest<Context>
        @usableFromInline let bytes: Int

        @inlinable
        init(request: LineRequest<Context>, bytes: Int) {
            self.request = request
            self.bytes = bytes
        }
    }

    /// The minimum size that is counted for a request, in bytes, because it takes more memory than the shortest lines.
    @inlinable public static var minimumRequestBytes: Int { 256 }

    /// The names of methods whose requests are never cancelled.
    private let uncancellable: [String]

    /// The lines: those from index `first` on are in flight, and those before it are empty.
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var first = 0
    @usableFromInline var entryBytes = 0

    /// The number of lines that were answered and removed.
    @usableFromInline var answeredLines = 0

    /// The index for cancellations; nil while none has needed it.
    @usableFromInline var index: PlaceIndex?

    /// The calls of deferred methods that have begun; they are in no line any more.
    private var deferred = DeferredCalls()

    public init(uncancellable: [String]) { self.uncancellable = uncancellable }

    /// The number of lines in flight, without calls of deferred methods that have begun.
    @inlinable public var count: Int { entries.count - first }

    @inlinable public var isEmpty: Bool { count == 0 }

    /// The length of the lines in flight, in bytes, with at least `minimumRequestBytes` for each request.
    @inlinable public var bytes: Int { entryBytes }

    /// - Parameter offset: 0 for the line that arrived first.
    @inlinable public subscript(offset: Int) -> LineRequest<Context> { entries[first + offset].request }

    /// Whether a call of the line at `offset` is costly (`Cost`).
    @inlinable
    public func isCostly(call: Int, ofLine offset: Int) -> Bool {
        entries[first + offset].request.calls[call].isCostly
    }

    /// Adds a line, unless it is only a cancellation, and executes its cancellations: each cancels all requests with
    /// its id that arrived before it, including those in the same line.
    /// - Parameter lineBytes: the length of the line.
    @inlinable
    public mutating func append(_ request: LineRequest<Context>, lineBytes: Int) {
        guard !request.calls.isEmpty else { return }
        guard !request.isCancellation else { return executeCancellations(of: request, line: answeredLines + count) }
        let bytes = max(lineBytes, request.calls.count * Self.minimumRequestBytes)
        entries.append(Entry(request: request, bytes: bytes))
        entryBytes += bytes
        if request.hasCancellations { executeCancellations(of: request, line: answeredLines + count - 1) }
    }

    /// Removes the first `count` lines, because they are answered.
    @inlinable
    public mutating func removeFirst(_ count: Int) {
        for _ in 0..<count {
            entryBytes -= entries[first].bytes
            entries[first].request.calls = []
            first += 1
        }
        answeredLines += count
        if first * 2 >= entries.count {
            entries.removeFirst(first)
            first = 0
        }
        if index != nil { dropOutgrownIndex() }
    }

    @usableFromInline
    mutating func executeCancellations(of request: LineRequest<Context>, line: Int) {
        for (call, pending) in request.calls.enumerated() {
            guard case .cancellation(let cancellation) = pending.task, let key = cancellation.key else { continue }
            extendIndex(to: Place(line: line, call: call))
            for place in index?.places.removeValue(forKey: key) ?? [] where place.line >= answeredLines {
                entries[entryIndex(ofLine: place.line)].request.calls[place.call].cancel(cancellation.answer)
            }
            cancelDeferred(deferred.removeAll(key: key), answering: .cancelled(cancellation.answer))
        }
    }

    /// Indexes the requests before `end` that are not indexed yet.
    private mutating func extendIndex(to end: Place) {
        var extended = index ?? PlaceIndex(firstLine: answeredLines)
        // With a second reference to the index, a change would copy it.
        index = nil
        if extended.end.line < answeredLines { extended.end = Place(line: answeredLines, call: 0) }
        while extended.end < end {
            let line = extended.end.line
            let calls = entries[entryIndex(ofLine: line)].request.calls
            let lineEnd = line == end.line ? end.call : calls.count
            for call in extended.end.call..<lineEnd {
                guard let key = key(of: calls[call]) else { continue }
                extended.places[key, default: []].append(Place(line: line, call: call))
            }
            extended.end = line == end.line ? end : Place(line: line + 1, call: 0)
        }
        index = extended
    }

    private func entryIndex(ofLine line: Int) -> Int { first + line - answeredLines }

    /// The key by which a request can be cancelled; nil if it cannot be cancelled.
    private func key(of pending: PendingCall<Context>) -> [UInt8]? {
        if let method = pending.method, uncancellable.contains(method) { return nil }
        if case .cancelled = pending.task { return nil }
        return pending.id.key
    }

    /// Drops an index in which at least as many lines are answered as are in flight; the next cancellation builds a new
    /// one. So the index never has more than twice the lines in flight, and each line that is indexed again is
    /// amortized over an answered one.
    @usableFromInline
    mutating func dropOutgrownIndex() {
        if let index, answeredLines - index.firstLine >= count { self.index = nil }
    }
}

// MARK: - Deferred calls

extension RequestsInFlight {
    /// The number of calls whose work waits or runs.
    public var deferredCount: Int { deferred.entries.count }

    /// Registers calls that have begun, and returns their work.
    public mutating func begin(_ calls: [BegunCall<Context>]) -> [DeferredWork<Context>] {
        calls.map { deferred.insert($0) }
    }

    /// Adds the end of a deferred call as a line that is in flight; nothing if the call was cancelled.
    public mutating func finish(ticket: Int, by invocation: Invocation<Context>) {
        guard let call = deferred.remove(ticket: ticket) else { return }
        answer(call, with: .invocation(invocation))
    }

    /// Cancels the work of all deferred calls, and adds lines that answer them with an error.
    public mutating func refuseDeferred(with fault: Fault) {
        cancelDeferred(deferred.removeAll(key: nil), answering: .fault(fault))
    }

    /// The tickets of the calls whose progress is wanted, with the tokens.
    public var progressTokens: [(ticket: Int, token: JSONSlice)] {
        deferred.entries.compactMap { call in call.progressToken.map { (call.ticket, $0) } }
    }

    private mutating func cancelDeferred(_ calls: [DeferredCalls.Entry], answering task: PendingCall<Context>.Task) {
        for call in calls {
            call.cancellation.cancel()
            answer(call, with: task)
        }
    }

    private mutating func answer(_ call: DeferredCalls.Entry, with task: PendingCall<Context>.Task) {
        let pending = PendingCall(id: call.id, method: call.method, task: task)
        append(LineRequest(calls: [pending], isBatch: false, responses: 0), lineBytes: 0)
    }
}

/// The position of a request among all that have arrived.
@usableFromInline
struct Place: Comparable {
    /// The number of the line, from 0 for the first line that has arrived.
    let line: Int

    /// The index of the request in its line.
    let call: Int

    @usableFromInline
    static func < (left: Place, right: Place) -> Bool { (left.line, left.call) < (right.line, right.call) }
}

/// The positions of requests by the keys of their ids, in the order of arrival.
@usableFromInline
struct PlaceIndex {
    let firstLine: Int
    var places: [[UInt8]: [Place]] = [:]

    /// The position after the last indexed request.
    var end: Place

    init(firstLine: Int) {
        self.firstLine = firstLine
        end = Place(line: firstLine, call: 0)
    }
}
