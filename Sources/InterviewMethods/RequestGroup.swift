// Groups: requests that are executed in one transaction, and answered after its commit.
//
// A group ends after `groupTimes` of work, or `groupBytes` of answers, and before a costly call if it has changed something:
// so that a commit, and everybody who waits for the writer lock, waits for no more than that and one call.

internal import Interviews
internal import JSON
internal import JSONRPC

extension Service {
    /// How far the requests in flight are executed, and their answers written.
    struct Progress {
        /// The lines that are answered.
        var lines = 0

        /// The length of their answers, in bytes.
        var answered = 0

        /// The calls that were executed.
        var calls = 0

        /// The answer to the next line, if a part of its calls was executed.
        var answer: LineAnswer?
    }

    /// Executes the calls that arrived first in one transaction, and writes their answers.
    /// - Parameter begun: gets the calls whose work is to follow.
    func writeGroup(_ begun: inout [BegunCall<Transaction>], _ send: (Span<UInt8>) -> Bool) -> Progress {
        journal.begin()
        let (beginning, mark) = (Progress(answer: begunAnswer), writer.mark)
        var progress = beginning
        do throws(StoreFailure) {
            let hasWritten = try store.together { transaction in
                repeat {
                    writeNext(&progress) { pending, writer in
                        answer(pending, in: transaction, &begun, to: &writer)
                    }
                } while hasRoom(after: progress, mark, transaction)
                #if DEBUG
                    if departure == .beforeCommit { sendBeforeCommit(&progress, send) }
                #endif
                return transaction.hasWritten
            }
            if hasWritten { latestCommit = journal.noteCommit(log) }
        } catch {
            let calls = progress.calls
            writer.rewind(to: mark)
            journal.begin()
            begun = []
            progress = beginning
            verdict = Verdict(error)
            if verdict == .goOn {
                answerOneByOne(calls, &progress, &begun, after: error)
            } else {
                refuse(calls, &progress, error)
            }
        }
        return progress
    }

    /// Whether the next call belongs to the same group.
    private func hasRoom(after progress: Progress, _ beginning: JSONWriter.Mark, _ transaction: Transaction) -> Bool {
        guard progress.lines < inFlight.count, writer.count - beginning.count < Self.groupBytes else { return false }
        // Once refused, other writes of the group are refused at once; in another group, they would wait again.
        let time = min(max(groupTimes.lowerBound, latestCommit), groupTimes.upperBound)
        if journal.elapsed >= time, journal.elapsed - transaction.waited >= time {
            return transaction.isRefused
        }
        return !inFlight.isCostly(call: progress.answer?.calls ?? 0, ofLine: progress.lines) || !transaction.hasWritten
    }

    /// Executes the next call, and writes its answer.
    /// - Parameter execute: writes the answer, if the call gets one.
    private func writeNext(
        _ progress: inout Progress, _ execute: (PendingCall<Transaction>, inout JSONWriter) -> Outcome
    ) {
        let request = inFlight[progress.lines]
        var answer = progress.answer ?? request.beginAnswer(&writer)
        request.writeNext(&answer, to: &writer) { pending, writer in
            journal.note(pending, of: request, execute(pending, &writer))
        }
        progress.calls += 1
        guard answer.calls == request.calls.count else {
            progress.answer = answer
            return
        }
        request.end(answer, &writer)
        progress.answer = nil
        progress.lines += 1
        progress.answered = writer.count
    }

    func refuseNext(_ progress: inout Progress, with fault: Fault) {
        writeNext(&progress) { $0.refuse(with: fault, to: &$1) }
    }

    #if DEBUG
        private func sendBeforeCommit(_ progress: inout Progress, _ send: (Span<UInt8>) -> Bool) {
            guard writer.withSpan({ send($0.extracting(..<progress.answered)) }) else { return }
            writer.removeFirst(progress.answered)
            progress.answer = progress.answer?.moved(by: progress.answered)
            progress.answered = 0
        }
    #endif

    private func answer(
        _ pending: PendingCall<Transaction>, in transaction: Transaction, _ begun: inout [BegunCall<Transaction>],
        to writer: inout JSONWriter
    ) -> Outcome {
        if pending.isDeferred, inFlight.deferredCount + begun.count >= Self.maximumDeferredCalls {
            return pending.refuse(with: .tooManyDeferred, to: &writer)
        }
        return pending.answer(in: transaction, beginning: &begun, to: &writer)
    }
}

// MARK: - Failures

extension Service {
    /// Executes each of the next `calls` again, in a transaction of its own, because the transaction of the group stored
    /// nothing. Those that can succeed do, and the others report their errors. After a failure of the disk, none is
    /// executed.
    private func answerOneByOne(
        _ calls: Int, _ progress: inout Progress, _ begun: inout [BegunCall<Transaction>], after failure: StoreFailure
    ) {
        var finalFault: Fault?
        let space: DiskSpace = failure == .full ? .short : .enough
        while progress.calls < calls || (finalFault != nil && progress.answer != nil) {
            writeNext(&progress) { answerAlone($0, space, &begun, &finalFault, to: &$1) }
        }
    }

    /// Executes a call in a transaction of its own.
    /// - Parameter finalFault: the error of all calls after the one at which the disk has failed.
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

    /// Answers the next `calls` with an error, and those that are left of a batch. It is unknown what was stored, so none is
    /// executed again.
    private func refuse(_ calls: Int, _ progress: inout Progress, _ failure: StoreFailure) {
        let fault = Fault(failure, log)
        while progress.calls < calls || progress.answer != nil { refuseNext(&progress, with: fault) }
    }
}

extension Service.Verdict {
    init(_ failure: StoreFailure) {
        switch failure {
        case .outcomeUnknown: self = .diskFailed
        case .filesLost: self = .filesLost
        case .busy, .full, .damaged, .other: self = .goOn
        }
    }
}
