// The service: judges requests, executes those that arrived together in one transaction, and answers after its commit.

public import Interviews
internal import JSON
public import JSONRPC
internal import ModelContext
public import Webhooks

/// Answers the requests of one connection from one store.
public final class Service {
    /// Whether the service can continue after its latest answers.
    public enum Verdict: Equatable, Sendable {
        case goOn

        /// The disk failed during a write: the program must end (exit status 74).
        case diskFailed

        /// The files of the database are no longer where they were opened: the program must end (exit status 74).
        case filesLost

        /// The answers can no longer be written.
        case outputClosed
    }

    /// How input is read next.
    public enum Reading: Equatable, Sendable {
        /// No request is in flight: wait for input.
        case waiting

        /// Requests are in flight: read what has arrived, and do not wait.
        case arrived

        /// Requests of at least `maximumBytesInFlight` are in flight: read nothing.
        case nothing
    }

    /// The length of the requests in flight, in bytes, from which on no more input is read: a client that sends
    /// requests faster than it reads answers then waits on its pipe.
    static let maximumBytesInFlight = 4 * 1024 * 1024

    /// The length of the answers of a group, in bytes, at which it ends. The requests of a group share a transaction.
    static let groupBytes = 1024 * 1024

    /// The number of calls of deferred methods whose work runs or waits, from which on no more begin.
    public static let maximumDeferredCalls = maximumRunningWork + 16

    /// The number of calls of deferred methods whose work should run at the same time.
    public static let maximumRunningWork = 4

    /// When answers are sent: after the commit, except for an injected fault.
    package enum Departure {
        case afterCommit

        #if DEBUG
            case beforeCommit
        #endif
    }

    package var departure = Departure.afterCommit

    private let store: any Store
    private let server: ModelContextServer<Transaction>
    private let log: LogSink
    private var journal: Journal
    private var inFlight = RequestsInFlight<Transaction>(uncancellable: ModelContextServer<Transaction>.uncancellable)
    private var begunWork: [DeferredWork<Transaction>] = []
    private var writer = JSONWriter()
    public private(set) var verdict = Verdict.goOn

    /// - Parameters:
    ///   - webhookSecrets: nil if webhooks cannot be verified.
    ///   - reviewer: nil if there is no model.
    ///   - detail: which requests are logged.
    public init(
        _ store: any Store, _ sessions: Sessions, _ webhookSecrets: WebhookSecrets? = nil,
        _ reviewer: Reviewer? = nil, detail: Detail = .notableRequests, log: @escaping LogSink = { _ in }
    ) {
        self.store = store
        self.log = log
        journal = Journal(detail)
        let table = InterviewTable(sessions, webhookSecrets, reviewer, log: log)
        server = ModelContextServer(
            table.server, table.identity, uncorrectable: table.uncorrectable, table.offer)
    }

    /// Answers lines in their order, and then the calls of deferred methods, until all are answered or the program must
    /// end.
    /// - Parameter send: the same as for `answerGroup`.
    public func answer(_ lines: [Line], send: (Span<UInt8>) -> Bool) -> Verdict {
        receive(lines)
        answerAll(send)
        for work in takeBegunWork() {
            finish(work.ticket, by: work.run())
            answerAll(send)
        }
        return verdict
    }

    private func answerAll(_ send: (Span<UInt8>) -> Bool) {
        repeat { _ = answerGroup(send: send) } while verdict == .goOn && !inFlight.isEmpty && !store.isEnding
    }

    /// Judges lines that have arrived together. Their requests are in flight from then on.
    public func receive(_ lines: [Line]) {
        var responses = 0
        for line in lines {
            let request = server.request(for: line)
            responses += request.responses
            inFlight.append(request, lineBytes: line.byteCount)
            if request.isCancellation { journal.tellArrival(of: request, log) }
        }
        if responses > 0 { log(.responsesIgnored(responses)) }
    }

    public var reading: Reading {
        inFlight.isEmpty ? .waiting : inFlight.bytes < Self.maximumBytesInFlight ? .arrived : .nothing
    }

    /// Answers the requests that arrived first, if any are in flight, as one group.
    /// - Parameter send: gets whole lines, each with its line feed, after everything that they report is on disk;
    ///   returns false if they cannot be written.
    public func answerGroup(send: (Span<UInt8>) -> Bool) -> Verdict {
        guard verdict == .goOn, !inFlight.isEmpty else { return verdict }
        writer.removeAll()
        journal.begin()
        var begun: [BegunCall<Transaction>] = []
        let count = writeGroup(&begun, send)
        inFlight.removeFirst(count)
        if !begun.isEmpty { begunWork += inFlight.begin(begun) }
        journal.tell(log)
        if writer.count > 0, !writer.withSpan(send), verdict == .goOn { verdict = .outputClosed }
        return verdict
    }

    public func close() { store.close() }

    // MARK: - Deferred calls

    /// The work of calls that have begun since this was called last. The caller runs it beside the requests, each on a
    /// thread of its own, and passes its results to `finish`.
    public func takeBegunWork() -> [DeferredWork<Transaction>] {
        guard !begunWork.isEmpty else { return [] }
        defer { begunWork = [] }
        return begunWork
    }

    /// Puts the end of a deferred call in flight; nothing if the call was cancelled.
    public func finish(_ ticket: Int, by invocation: Invocation<Transaction>) {
        inFlight.finish(ticket: ticket, by: invocation)
    }

    /// Refuses a deferred call whose work cannot be started.
    public func refuse(_ ticket: Int) { finish(ticket, by: .failing(.tooManyDeferred)) }

    /// Whether work runs or waits.
    public var hasDeferredCalls: Bool { inFlight.deferredCount > 0 }

    /// Cancels all work, and answers its calls and nothing else, because the program ends.
    public func refuseDeferred(send: (Span<UInt8>) -> Bool) {
        let waiting = inFlight.count
        inFlight.refuseDeferred(with: .programEnds)
        writer.removeAll()
        for offset in waiting..<inFlight.count {
            inFlight[offset].write(to: &writer) { _ = $0.refuse(with: .programEnds, to: &$1) }
        }
        if writer.count > 0 { _ = writer.withSpan(send) }
    }

    /// Whether the progress of a call is wanted.
    public var wantsProgress: Bool { !inFlight.progressTokens.isEmpty }

    /// Sends the progress of the calls whose progress is wanted.
    /// - Parameter elapsed: how long the work of a call has run or waited, in seconds; nil if it is not known.
    public func sendProgress(_ elapsed: (Int) -> Double?, send: (Span<UInt8>) -> Bool) -> Verdict {
        writer.removeAll()
        for (ticket, token) in inFlight.progressTokens {
            guard let seconds = elapsed(ticket) else { continue }
            writer.progressNotification(token, seconds: seconds)
        }
        if writer.count > 0, !writer.withSpan(send), verdict == .goOn { verdict = .outputClosed }
        return verdict
    }

    /// Executes the requests that arrived first in one transaction, and writes their answers.
    /// - Parameter begun: gets the calls whose work is to follow.
    /// - Returns: the number of their lines.
    private func writeGroup(_ begun: inout [BegunCall<Transaction>], _ send: (Span<UInt8>) -> Bool) -> Int {
        var count = 0
        do throws(StoreFailure) {
            let hasWritten = try store.together { transaction in
                while count < inFlight.count, writer.count < Self.groupBytes {
                    let request = inFlight[count]
                    request.write(to: &writer) {
                        journal.note($0, of: request, answer($0, in: transaction, &begun, to: &$1))
                    }
                    count += 1
                }
                #if DEBUG
                    if departure == .beforeCommit, writer.withSpan(send) { writer.removeAll() }
                #endif
                return transaction.hasWritten
            }
            if hasWritten { journal.noteCommit(log) }
        } catch {
            writer.removeAll()
            journal.begin()
            begun = []
            verdict = Verdict(error)
            if verdict == .goOn { answerOneByOne(count, &begun, after: error) } else { refuse(count, error) }
        }
        return count
    }

    private func answer(
        _ pending: PendingCall<Transaction>, in transaction: Transaction, _ begun: inout [BegunCall<Transaction>],
        to writer: inout JSONWriter
    ) -> Outcome {
        if pending.isDeferred, inFlight.deferredCount + begun.count >= Self.maximumDeferredCalls {
            return pending.refuse(with: .tooManyDeferred, to: &writer)
        }
        return pending.answer(in: transaction, beginning: &begun, to: &writer)
    }

    /// Executes each request of the first `count` lines again, in a transaction of its own, because the transaction of
    /// the group stored nothing. Requests that can succeed do, and the others report their errors. After a failure of
    /// the disk, no further request is executed.
    private func answerOneByOne(_ count: Int, _ begun: inout [BegunCall<Transaction>], after failure: StoreFailure) {
        var finalFault: Fault?
        for offset in 0..<count {
            let request = inFlight[offset]
            request.write(to: &writer) { pending, writer in
                let outcome = answerAlone(
                    pending, failure == .full ? .short : .enough, &begun, &finalFault, to: &writer)
                journal.note(pending, of: request, outcome)
            }
        }
    }

    /// Executes a request in a transaction of its own.
    /// - Parameter finalFault: the error of all requests after the one at which the disk has failed.
    private func answerAlone(
        _ pending: PendingCall<Transaction>, _ space: DiskSpace, _ begun: inout [BegunCall<Transaction>],
        _ finalFault: inout Fault?, to writer: inout JSONWriter
    ) -> Outcome {
        if let finalFault { return pending.refuse(with: finalFault, to: &writer) }
        let (mark, begunBefore) = (writer.mark, begun.count)
        do throws(StoreFailure) {
            return try store.together(space) { answer(pending, in: $0, &begun, to: &writer) }
        } catch {
            writer.rewind(to: mark)
            begun.removeLast(begun.count - begunBefore)
            let fault = Fault(error, log)
            verdict = Verdict(error)
            if verdict != .goOn { finalFault = fault }
            return pending.refuse(with: fault, to: &writer)
        }
    }

    /// Answers the first `count` lines with an error. It is unknown what was stored, so no request is executed again.
    private func refuse(_ count: Int, _ failure: StoreFailure) {
        let fault = Fault(failure, log)
        for offset in 0..<count {
            let request = inFlight[offset]
            request.write(to: &writer) { journal.note($0, of: request, $0.refuse(with: fault, to: &$1)) }
        }
    }
}

extension Service.Verdict {
    fileprivate init(_ failure: StoreFailure) {
        switch failure {
        case .outcomeUnknown: self = .diskFailed
        case .filesLost: self = .filesLost
        case .busy, .full, .damaged, .other: self = .goOn
        }
    }
}
