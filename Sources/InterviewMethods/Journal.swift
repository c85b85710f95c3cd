// The log records of the requests of a group, kept until the group is committed.

internal import Interviews
internal import JSONRPC

struct Journal {
    private let detail: Detail
    private var records: [RequestRecord] = []
    private var requests = 0
    private var latest = ContinuousClock.now
    private var beginning = ContinuousClock.now

    init(_ detail: Detail) { self.detail = detail }

    /// Begins a group, and measures from now on.
    mutating func begin() {
        records.removeAll(keepingCapacity: true)
        requests = 0
        latest = .now
        beginning = latest
    }

    /// The time from the beginning of the group to the end of its latest request.
    var elapsed: Duration { latest - beginning }

    /// Records the end of a request. Its duration is the time since the previous record, or since the beginning.
    mutating func note(_ pending: PendingCall<Transaction>, of request: LineRequest<Transaction>, _ outcome: Outcome) {
        requests += 1
        let duration = lap()
        // The request has not ended.
        if outcome == .deferred { return }
        let refusedSession = outcome.fault?.refusedSession
        let isIgnored = pending.isIgnored(outcome)
        guard detail == .everyRequest || duration >= .slow || refusedSession != nil || isIgnored else { return }
        records.append(
            RequestRecord(
                method: pending.method, id: RequestRecord.ID(pending.id), outcome: outcome.fault?.kind.name ?? "ok",
                refusedSession: refusedSession, duration: duration, batchSize: request.batchSize,
                isIgnoredNotification: isIgnored))
    }

    /// Records the commit of the group.
    /// - Returns: how long it took.
    mutating func noteCommit(_ log: LogSink) -> Duration {
        let duration = lap()
        if detail == .everyRequest || duration >= .slow { log(.committed(requests: requests, duration: duration)) }
        return duration
    }

    /// Logs a cancellation. It is executed when it arrives, outside of any group.
    func tellArrival(of cancellation: LineRequest<Transaction>, _ log: LogSink) {
        guard detail == .everyRequest else { return }
        for pending in cancellation.calls {
            log(
                .request(
                    RequestRecord(
                        method: pending.method, id: nil, outcome: "ok", refusedSession: nil, duration: .zero,
                        batchSize: nil, isIgnoredNotification: false)))
        }
    }

    func tell(_ log: LogSink) {
        for record in records { log(.request(record)) }
    }

    private mutating func lap() -> Duration {
        let now = ContinuousClock.now
        defer { latest = now }
        return now - latest
    }
}

extension LineRequest {
    fileprivate var batchSize: Int? { isBatch ? calls.count + responses : nil }
}

extension PendingCall {
    /// Whether the call is a notification that is ignored although its method exists: one of a deferred method.
    fileprivate func isIgnored(_ outcome: Outcome) -> Bool {
        guard case .absent = id else { return false }
        return outcome.fault?.kind == .invalidRequest
    }
}

extension Fault {
    /// Why the session was refused; nil for any other fault.
    fileprivate var refusedSession: String? {
        if kind == .forbidden { return kind.name }
        guard kind == .unauthenticated, case .text(let reason)? = details.first?.value else { return nil }
        return reason
    }
}
