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

    /// The times after which a group ends, without what it has waited for other processes: the lower one, or as long as the
    /// latest commit took, so that a slow commit, such as one that erases, is shared by more requests.
    package var groupTimes = Duration.milliseconds(20)...Duration.milliseconds(100)
    var latestCommit = Duration.zero

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

    let store: any Store
    private let server: ModelContextServer<Transaction>
    let log: LogSink
    var journal: Journal
    var inFlight = RequestsInFlight<Transaction>(uncancellable: ModelContextServer<Transaction>.uncancellable)
    private var begunWork: [DeferredWork<Transaction>] = []
    var writer = JSONWriter()

    /// The answer to the batch that arrived first, if a part of its calls has been executed; `writer` begins with it.
    var begunAnswer: LineAnswer?
    public internal(set) var verdict = Verdict.goOn

    /// - Parameters:
    ///   - webhookSecrets: nil if webhooks cannot be verified.
    ///   - reviewer: nil if there is no model.
    ///   - quotas: of each user.
    ///   - detail: which requests are logged.
    public init(
        _ store: any Store, _ sessions: Sessions, _ webhookSecrets: WebhookSecrets? = nil,
        _ reviewer: Reviewer? = nil, _ quotas: Quotas = .none, detail: Detail = .notableRequests,
        log: @escaping LogSink = { _ in }
    ) {
        self.store = store
        self.log = log
        journal = Journal(detail)
        let table = InterviewTable(sessions, webhookSecrets, reviewer, quotas, log: log)
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

    /// Answers the requests that arrived first, if any are in flight, as one group. It may end within a batch, whose answer
    /// is sent when it is complete.
    /// - Parameter send: gets whole lines, each with its line feed, after everything that they report is on disk;
    ///   returns false if they cannot be written.
    public func answerGroup(send: (Span<UInt8>) -> Bool) -> Verdict {
        guard verdict == .goOn, !inFlight.isEmpty else { return verdict }
        var begun: [BegunCall<Transaction>] = []
        let end = writeGroup(&begun, send)
        inFlight.removeFirst(end.lines)
        if !begun.isEmpty { begunWork += inFlight.begin(begun) }
        journal.tell(log)
        sendAnswers(upTo: end, send)
        if verdict == .goOn { storeDerivedData() }
        return verdict
    }

    private func storeDerivedData() {
        do throws(StoreFailure) { try store.storeDerivedData() } catch { verdict = Verdict(error) }
    }

    /// Sends the answers to whole lines, and keeps that to a batch of which calls are left.
    private func sendAnswers(upTo end: Progress, _ send: (Span<UInt8>) -> Bool) {
        let isSent = end.answered == 0 || writer.withSpan { send($0.extracting(..<end.answered)) }
        if !isSent, verdict == .goOn { verdict = .outputClosed }
        writer.removeFirst(end.answered)
        begunAnswer = end.answer?.moved(by: end.answered)
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

    /// Answers what has begun and nothing else, because the program ends: the calls that are left of a batch, and those
    /// whose work is cancelled, are refused.
    public func refuseBegun(send: (Span<UInt8>) -> Bool) {
        var end = Progress(answer: begunAnswer)
        while end.answer != nil { refuseNext(&end, with: .programEnds) }
        let waiting = inFlight.count
        inFlight.refuseDeferred(with: .programEnds)
        end.lines = waiting
        while end.lines < inFlight.count { refuseNext(&end, with: .programEnds) }
        if end.answered > 0 { _ = writer.withSpan { send($0.extracting(..<end.answered)) } }
    }

    /// Whether the progress of a call is wanted.
    public var wantsProgress: Bool { !inFlight.progressTokens.isEmpty }

    /// Sends the progress of the calls whose progress is wanted.
    /// - Parameter elapsed: how long the work of a call has run or waited, in seconds; nil if it is not known.
    public func sendProgress(_ elapsed: (Int) -> Double?, send: (Span<UInt8>) -> Bool) -> Verdict {
        var notifications = JSONWriter()
        for (ticket, token) in inFlight.progressTokens {
            guard let seconds = elapsed(ticket) else { continue }
            notifications.progressNotification(token, seconds: seconds)
        }
        if notifications.count > 0, !notifications.withSpan(send), verdict == .goOn { verdict = .outputClosed }
        return verdict
    }
}
