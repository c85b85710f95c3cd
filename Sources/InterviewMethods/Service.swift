// The walk of what arrived together: judged, carried out in one transaction, and answered once that is on disk.

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

        /// Nobody takes the answers any more.
        case outputClosed
    }

    /// A group of answers is stored and sent when it has grown to this, in bytes, however many lines still wait.
    static let groupBytes = 1024 * 1024

    /// When answers leave: after the commit, but for one injected fault.
    package enum Departure {
        case afterCommit

        #if DEBUG
            case beforeCommit
        #endif
    }

    package var departure = Departure.afterCommit

    private let store: any Store
    private let host: ModelContextServer<Transaction>
    private let log: LogSink
    private var journal: Journal
    private var writer = JSONWriter()
    private var verdict = Verdict.goOn

    /// - Parameters:
    ///   - detail: how much `log` is told of requests.
    ///   - report: takes what is for the log.
    public init(
        _ store: any Store, _ sessions: Sessions, detail: Detail = .notableRequests, log: @escaping LogSink = { _ in }
    ) {
        self.store = store
        self.log = log
        journal = Journal(detail)
        let table = InterviewTable(sessions, log: log)
        let methods = table.methods
        host = ModelContextServer(
            Server(methods), methods, InterviewTable.identity, unmendable: table.unmendable, table.offer)
    }

    /// Carries out `lines` in their order.
    ///
    /// When the program is about to end, what is at hand is finished and the rest is not begun.
    /// - Parameter send: gets whole lines, each with its line feed, once everything they say is on disk; false if
    ///   nobody takes them.
    public func answer(_ lines: [Line], send: (Span<UInt8>) -> Bool) -> Verdict {
        var waiting = host.requests(for: lines)[...]
        let strays = waiting.reduce(0) { $0 + $1.responses }
        if strays > 0 { log(.strayResponses(strays)) }
        while verdict == .goOn, !waiting.isEmpty {
            writer.removeAll()
            journal.begin()
            waiting = waiting.dropFirst(answerGroup(waiting, send))
            journal.tell(log)
            if writer.count > 0, !writer.withSpan(send), verdict == .goOn { verdict = .outputClosed }
            if store.isEnding { break }
        }
        return verdict
    }

    public func close() { store.close() }

    /// Writes the answers to the first exchanges of `waiting`.
    /// - Returns: how many of them.
    private func answerGroup(
        _ waiting: ArraySlice<LineRequest<Transaction>>, _ send: (Span<UInt8>) -> Bool
    ) -> Int {
        var answered = 0
        do throws(StoreFailure) {
            let hasWritten = try store.together { access in
                for request in waiting {
                    request.write(to: &writer) { journal.note($0, of: request, $0.answer(in: access, to: &$1)) }
                    answered += 1
                    if writer.count >= Self.groupBytes { break }
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
            let group = waiting.prefix(answered)
            verdict = Verdict(error)
            if verdict == .goOn { answerOneByOne(group, after: error) } else { refuse(group, error) }
        }
        return answered
    }

    /// Nothing of the group was stored. Each request has another chance in a transaction of its own, so that those
    /// that can succeed do, and the others say why. Once the disk has failed nothing more is tried.
    private func answerOneByOne(_ group: ArraySlice<LineRequest<Transaction>>, after failure: StoreFailure) {
        var finalFault: Fault?
        for request in group {
            request.write(to: &writer) { pending, writer in
                let outcome = answerAlone(pending, failure == .full ? .short : .enough, &finalFault, to: &writer)
                journal.note(pending, of: request, outcome)
            }
        }
    }

    /// - Parameter finalFault: why nothing is tried any more, once that is so.
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

    /// Nobody knows what of the group was stored: no second try.
    private func refuse(_ group: ArraySlice<LineRequest<Transaction>>, _ failure: StoreFailure) {
        let fault = Fault(failure, log)
        for request in group {
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
