// Requests that arrived together are judged, executed in one transaction, and answered when it is on disk.

public import Interviews
internal import JSON
public import JSONRPC
internal import ModelContext

/// Answers lines over one store.
public final class Service {
    /// Whether the service can go on after what it has just answered.
    public enum Verdict: Equatable, Sendable {
        case goOn

        /// The disk failed while storing: the program must end (exit status 74).
        case diskFailed

        /// The files of the database are no longer where they were opened: the program must end (exit status 74).
        case filesLost

        /// The answers cannot be written any more.
        case outputClosed
    }

    /// How input is read next.
    public enum Reading: Equatable, Sendable {
        /// No request is in flight: wait for input.
        case waiting

        /// Requests are in flight: take in what has arrived, and do not wait.
        case arrived

        /// Requests of at least `maximumBytesInFlight` are in flight: read nothing.
        case nothing
    }

    /// At this length of the requests in flight, in bytes, no more input is read: a client that sends requests faster than
    /// it reads answers waits on its pipe.
    static let maximumBytesInFlight = 4 * 1024 * 1024

    /// The requests of a group share a transaction. A group ends when its answers have this length, in bytes.
    static let groupBytes = 1024 * 1024

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
    private var writer = JSONWriter()
    private var verdict = Verdict.goOn

    /// - Parameters:
    ///   - detail: which requests are logged.
    public init(
        _ store: any Store, _ sessions: Sessions, detail: Detail = .notableRequests, log: @escaping LogSink = { _ in }
    ) {
        self.store = store
        self.log = log
        journal = Journal(detail)
        let table = InterviewTable(sessions, log: log)
        let methods = table.methods
        server = ModelContextServer(
            Server(methods), methods, InterviewTable.identity, unmendable: table.unmendable, table.offer)
    }

    /// Answers lines in their order, until all are answered or the program is to end.
    /// - Parameter send: as of `answerGroup`.
    public func answer(_ lines: [Line], send: (Span<UInt8>) -> Bool) -> Verdict {
        receive(lines)
        repeat { _ = answerGroup(send: send) } while verdict == .goOn && !inFlight.isEmpty && !store.isEnding
        return verdict
    }

    /// Judges lines that have arrived together. Their requests are in flight then.
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

    /// Answers the requests that arrived first, if any are in flight.
    /// - Parameter send: gets whole lines, each with its line feed, when everything that they report is on disk; returns
    ///   false if they cannot be written.
    public func answerGroup(send: (Span<UInt8>) -> Bool) -> Verdict {
        guard verdict == .goOn, !inFlight.isEmpty else { return verdict }
        writer.removeAll()
        journal.begin()
        let count = writeGroup(send)
        inFlight.removeFirst(count)
        journal.tell(log)
        if writer.count > 0, !writer.withSpan(send), verdict == .goOn { verdict = .outputClosed }
        return verdict
    }

    public func close() { store.close() }

    /// Executes the requests that arrived first, and writes their answers.
    /// - Returns: the number of their lines.
    private func writeGroup(_ send: (Span<UInt8>) -> Bool) -> Int {
        var count = 0
        do throws(StoreFailure) {
            let hasWritten = try store.together { access in
                while count < inFlight.count, writer.count < Self.groupBytes {
                    let request = inFlight[count]
                    request.write(to: &writer) { journal.note($0, of: request, $0.answer(in: access, to: &$1)) }
                    count += 1
                }
                #if DEBUG
                    if departure == .beforeCommit, writer.withSpan(send) { writer.removeAll() }
                #endif
                return access.hasWritten
            }
            if hasWritten { journal.noteCommit(log) }
        } catch {
            writer.removeAll()
            journal.begin()
            verdict = Verdict(error)
            if verdict == .goOn { answerOneByOne(count, after: error) } else { refuse(count, error) }
        }
        return count
    }

    /// Nothing of the first `count` lines was stored. Each of their requests is executed again in a transaction of its own,
    /// so that those that can succeed do, and the others report why not. After the disk has failed none is tried.
    private func answerOneByOne(_ count: Int, after failure: StoreFailure) {
        var finalFault: Fault?
        for offset in 0..<count {
            let request = inFlight[offset]
            request.write(to: &writer) { pending, writer in
                let outcome = answerAlone(pending, failure == .full ? .short : .enough, &finalFault, to: &writer)
                journal.note(pending, of: request, outcome)
            }
        }
    }

    /// - Parameter finalFault: the error of all requests after the one at which the disk has failed.
    private func answerAlone(
        _ pending: PendingCall<Transaction>, _ space: DiskSpace, _ finalFault: inout Fault?,
        to writer: inout JSONWriter
    ) -> Outcome {
        if let finalFault { return pending.refuse(with: finalFault, to: &writer) }
        let mark = writer.mark
        do throws(StoreFailure) {
            return try store.together(space) { pending.answer(in: $0, to: &writer) }
        } catch {
            writer.rewind(to: mark)
            let fault = Fault(error, log)
            verdict = Verdict(error)
            if verdict != .goOn { finalFault = fault }
            return pending.refuse(with: fault, to: &writer)
        }
    }

    /// It is unknown what of the first `count` lines was stored, so none is tried again.
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
