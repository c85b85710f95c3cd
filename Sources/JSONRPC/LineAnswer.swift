// The answer to a line, which is written call by call: the calls of a batch need not be executed in one transaction.

public import JSON

/// How much of the answer to a line is written: one line too, or nothing if no request is answered.
public struct LineAnswer {
    /// The number of calls that were executed.
    @inlinable public var calls: Int { executed }
    @usableFromInline var executed = 0

    /// Where the answer begins, and where that to its first call does.
    @usableFromInline let start: JSONWriter.Mark
    @usableFromInline let empty: Int

    @inlinable
    init(start: JSONWriter.Mark, empty: Int) {
        self.start = start
        self.empty = empty
    }

    /// The same answer, after what was written before it has been removed.
    @inlinable
    public func moved(by bytes: Int) -> LineAnswer {
        var moved = LineAnswer(start: start.moved(by: bytes), empty: empty - bytes)
        moved.executed = executed
        return moved
    }
}

extension LineRequest {
    /// Begins to write the answer.
    @inlinable
    public func beginAnswer(_ writer: inout JSONWriter) -> LineAnswer {
        let start = writer.mark
        if isBatch { writer.beginArray() }
        return LineAnswer(start: start, empty: writer.count)
    }

    /// Writes the answer to the next call.
    /// - Parameter body: writes the answer, if the call gets one.
    /// - Precondition: a call is left.
    @inlinable
    public func writeNext(
        _ answer: inout LineAnswer, to writer: inout JSONWriter,
        _ body: (PendingCall<Context>, inout JSONWriter) -> Void
    ) {
        let pending = calls[answer.calls]
        let isTooLong = pending.isAnswered && writer.count - answer.empty > Self.maximumBatchAnswerBytes
        body(isTooLong ? pending.failing(with: Self.batchAnswerTooLong) : pending, &writer)
        answer.executed += 1
    }

    /// Ends the answer after its last call.
    @inlinable
    public func end(_ answer: LineAnswer, _ writer: inout JSONWriter) {
        guard writer.count > answer.empty else { return writer.rewind(to: answer.start) }
        if isBatch { writer.endArray() }
        writer.endLine()
    }

    /// Writes the whole answer.
    package func write(to writer: inout JSONWriter, _ body: (PendingCall<Context>, inout JSONWriter) -> Void) {
        var answer = beginAnswer(&writer)
        for _ in calls { writeNext(&answer, to: &writer, body) }
        end(answer, &writer)
    }

    /// The length of the answer to a batch, in bytes, after which the remaining requests are refused.
    @inlinable public static var maximumBatchAnswerBytes: Int { 64 * 1024 * 1024 }

    @inlinable static var batchAnswerTooLong: Fault { .batchAnswerTooLong(limit: maximumBatchAnswerBytes) }
}
