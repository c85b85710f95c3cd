// The registry of requests in flight: what has arrived and is not answered yet, and how it is cancelled.

/// Requests in the order of their arrival. A request enters when its line is judged, and leaves when it is answered; in
/// between, a notification that arrives after it can cancel it by its id.
///
/// Ids are needed only by cancellations, so the first one indexes the requests: without cancellations nothing is hashed.
/// The cost is linear in the number of requests and cancellations.
public struct RequestsInFlight<Context> {
    /// A line, and what it counts for in bytes.
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

    /// What a request counts for at least, in bytes: it takes more memory than the shortest lines have.
    @inlinable public static var minimumRequestBytes: Int { 256 }

    /// The names of methods whose requests are never cancelled.
    private let uncancellable: Set<String>

    /// The lines from `first` on are in flight; those before it are empty.
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var first = 0
    @usableFromInline var entryBytes = 0

    /// How many lines have left.
    @usableFromInline var answeredLines = 0

    /// Nil while no cancellation has needed it.
    @usableFromInline var index: PlaceIndex?

    public init(uncancellable: Set<String>) { self.uncancellable = uncancellable }

    /// The number of lines.
    @inlinable public var count: Int { entries.count - first }

    @inlinable public var isEmpty: Bool { count == 0 }

    /// The length of the lines, in bytes, each request counted as at least `minimumRequestBytes`.
    @inlinable public var bytes: Int { entryBytes }

    /// - Parameter offset: 0 for the line that arrived first.
    @inlinable public subscript(offset: Int) -> LineRequest<Context> { entries[first + offset].request }

    /// Carries out the cancellations of a line: each cancels all requests with its id that arrived before it, in the same
    /// line too. Adds the line, unless it is a cancellation and no more.
    /// - Parameter lineBytes: the length of the line.
    @inlinable
    public mutating func append(_ request: LineRequest<Context>, lineBytes: Int) {
        guard !request.calls.isEmpty else { return }
        guard !request.isCancellation else { return carryOutCancellations(of: request, line: answeredLines + count) }
        let bytes = max(lineBytes, request.calls.count * Self.minimumRequestBytes)
        entries.append(Entry(request: request, bytes: bytes))
        entryBytes += bytes
        if request.hasCancellations { carryOutCancellations(of: request, line: answeredLines + count - 1) }
    }

    /// Removes the lines that arrived first, because they are answered.
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
    mutating func carryOutCancellations(of request: LineRequest<Context>, line: Int) {
        for (call, pending) in request.calls.enumerated() {
            guard case .cancellation(let cancellation) = pending.task, let key = cancellation.key else { continue }
            extendIndex(to: Place(line: line, call: call))
            for place in index?.places.removeValue(forKey: key) ?? [] where place.line >= answeredLines {
                entries[entryIndex(ofLine: place.line)].request.calls[place.call].cancel(cancellation.answer)
            }
        }
    }

    /// Indexes the requests before `end` that are not indexed yet.
    private mutating func extendIndex(to end: Place) {
        var extended = index ?? PlaceIndex(firstLine: answeredLines)
        // A second reference to it would copy it whole.
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

    /// The key by which a request can be cancelled; nil if it cannot be.
    private func key(of pending: PendingCall<Context>) -> [UInt8]? {
        if let method = pending.method, uncancellable.contains(method) { return nil }
        if case .cancelled = pending.task { return nil }
        return pending.id.key
    }

    /// Drops an index in which at least as many lines are answered as still wait; the next cancellation makes a new one. So
    /// it never holds more than twice the lines that wait, and indexing a line again is paid for by an answered one.
    @usableFromInline
    mutating func dropOutgrownIndex() {
        if let index, answeredLines - index.firstLine >= count { self.index = nil }
    }
}

/// Where a request stands among all that have arrived.
@usableFromInline
struct Place: Comparable {
    /// Counted from 0 for the first line that ever arrived.
    let line: Int

    /// Counted from 0 for the first request of the line.
    let call: Int

    @usableFromInline
    static func < (left: Place, right: Place) -> Bool { (left.line, left.call) < (right.line, right.call) }
}

/// The places of requests by the keys of their ids, in the order of arrival.
@usableFromInline
struct PlaceIndex {
    let firstLine: Int
    var places: [[UInt8]: [Place]] = [:]

    /// The place after the last request that was looked at.
    var end: Place

    init(firstLine: Int) {
        self.firstLine = firstLine
        end = Place(line: firstLine, call: 0)
    }
}
