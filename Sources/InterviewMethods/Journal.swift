// How the requests of a group ended, kept until the group is on disk.

internal import Interviews
internal import JSONRPC

struct Journal {
    private let detail: Detail
    private var records: [RequestRecord] = []
    private var requests = 0
    private var latest = ContinuousClock.now

    init(_ detail: Detail) { self.detail = detail }

    /// Begins a group, and the first measurement.
    mutating func begin() {
        records.removeAll(keepingCapacity: true)
        requests = 0
        latest = .now
    }

    /// A request of a line has ended; it was executed since the last note, or the beginning.
    mutating func note(_ pending: PendingCall<Transaction>, of request: LineRequest<Transaction>, _ outcome: Outcome) {
        requests += 1
        let duration = lap()
        let refusedSession = outcome.fault?.refusedSession
        guard detail == .everyRequest || duration >= .slow || refusedSession != nil else { return }
        records.append(
            RequestRecord(
                method: pending.method, id: RequestRecord.ID(pending.id), outcome: outcome.fault?.kind.name ?? "ok",
                refusedSession: refusedSession, duration: duration, batchSize: request.batchSize))
    }

    /// The group is on disk.
    mutating func noteCommit(_ log: LogSink) {
        let duration = lap()
        guard detail == .everyRequest || duration >= .slow else { return }
        log(.committed(requests: requests, duration: duration))
    }

    /// Logs a cancellation, which ends when it arrives and belongs to no group.
    func tellArrival(of cancellation: LineRequest<Transaction>, _ log: LogSink) {
        guard detail == .everyRequest else { return }
        for pending in cancellation.calls {
            log(
                .request(
                    RequestRecord(
                        method: pending.method, id: nil, outcome: "ok", refusedSession: nil, duration: .zero,
                        batchSize: nil)))
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

extension Fault {
    /// Why the session was refused; nil for any other fault.
    fileprivate var refusedSession: String? {
        if kind == .forbidden { return kind.name }
        guard kind == .unauthenticated, case .text(let reason)? = details.first?.value else { return nil }
        return reason
    }
}
