// Tests of deferred methods: when they begin, how they are cancelled, and what answers them.

import JSON
import JSONRPC
import Synchronization
import Testing

@Suite struct DeferralTests {
    private static let refused = Fault(FaultKind(7, "refused", "It is refused."), "Refused.")

    /// `double` begins with 0...8, works unless it is 8, and fails at work with 7, and at its end with 6.
    private let server = Server<Void>([
        Method(
            deferred: "double", "Doubles a number.", caller: .open, Parameter("number", .integer(0...8), ""),
            result: ResultType(.integer()) { $1.integer($0) }, effect: .reads
        ) { _, _, number throws(Fault) in
            guard number < 8 else { throw refused }
            return { _ throws(Fault) in
                guard number < 7 else { throw refused }
                return number
            }
        } finish: { _, _, number throws(Fault) in
            guard number < 6 else { throw refused }
            return 2 * number
        },
        Method("one", "One.", caller: .open, result: ResultType(.integer()) { $1.integer($0) }, effect: .reads) {
            _, _ in
            1
        },
    ])

    private var inFlight = RequestsInFlight<Void>(uncancellable: [])

    private static func call(_ number: Int, id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"double","params":[\#(number)]}"#
    }

    private static func error(
        _ id: String = "1", _ code: Int = 7, _ message: String = "Refused.", _ kind: String = "refused"
    )
        -> String
    {
        #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)","data":{"kind":"\#(kind)"}}}"#
    }

    private mutating func receive(_ line: String) {
        var splitter = LineSplitter()
        for line in splitter.split(Array((line + "\n").utf8)) {
            inFlight.append(server.request(for: line), lineBytes: line.byteCount)
        }
    }

    /// Answers all lines in flight.
    private mutating func answer() -> (answers: [String], work: [DeferredWork<Void>]) {
        var writer = JSONWriter()
        var begun: [BegunCall<Void>] = []
        let count = inFlight.count
        for offset in 0..<count {
            inFlight[offset].write(to: &writer) { _ = $0.answer(in: (), beginning: &begun, to: &$1) }
        }
        inFlight.removeFirst(count)
        let answers = writer.bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        return (answers, inFlight.begin(begun))
    }

    /// Begins calls, and returns their work.
    private mutating func begin(_ lines: String...) throws -> [DeferredWork<Void>] {
        for line in lines { receive(line) }
        let (answers, work) = answer()
        #expect(answers.isEmpty)
        try #require(work.count == lines.count && inFlight.deferredCount == lines.count)
        return work
    }

    @Test mutating func `a call is answered when its work is done, and other calls meanwhile`() throws {
        let work = try begin(Self.call(1, id: "\"a\""), Self.call(2, id: "2.0"))
        receive(#"{"jsonrpc":"2.0","id":3,"method":"one"}"#)
        #expect(answer().answers == [#"{"jsonrpc":"2.0","id":3,"result":1}"#])
        for work in work.reversed() { inFlight.finish(ticket: work.ticket, by: work.run()) }
        #expect(inFlight.deferredCount == 0 && inFlight.count == 2)
        #expect(
            answer().answers == [#"{"jsonrpc":"2.0","id":2.0,"result":4}"#, #"{"jsonrpc":"2.0","id":"a","result":2}"#])
        #expect(inFlight.isEmpty)
    }

    @Test mutating func `the beginning, the work and the end can each fail`() throws {
        receive(Self.call(8))
        #expect(answer() == ([Self.error()], []))
        receive(Self.call(9))
        #expect(answer().answers.first?.contains(#""code":-32602"#) == true)
        for number in [6, 7] {
            let work = try begin(Self.call(number))
            inFlight.finish(ticket: work[0].ticket, by: work[0].run())
            #expect(answer() == ([Self.error()], []))
        }
    }

    @Test(arguments: [("$/cancelRequest", "id"), ("notifications/cancelled", "requestId")])
    mutating func `a call is cancelled while it works`(_ method: String, _ member: String) throws {
        let work = try begin(Self.call(1), Self.call(2, id: "2"))
        let answersError = method.hasPrefix("$")
        let cancellation = PendingCall<Void>(
            id: .absent,
            task: .cancellation(
                Cancellation(of: try JSONText("1.0").root, answer: answersError ? .requestCancelled : .nothing)))
        inFlight.append(LineRequest(calls: [cancellation], isBatch: false, responses: 0), lineBytes: 1)
        #expect(work.map(\.cancellation.isCancelled) == [true, false])
        let cancelled = Self.error("1", -32800, "The request was cancelled.", "requestCancelled")
        #expect(answer().answers == (answersError ? [cancelled] : []))
        for work in work { inFlight.finish(ticket: work.ticket, by: work.run()) }
        #expect(answer().answers == [#"{"jsonrpc":"2.0","id":2,"result":4}"#])
    }

    @Test mutating func `a call that is done can be cancelled until it is answered`() throws {
        let work = try begin(Self.call(1))
        inFlight.finish(ticket: work[0].ticket, by: work[0].run())
        let cancellation = PendingCall<Void>(
            id: .absent, task: .cancellation(Cancellation(of: try JSONText("1").root, answer: .requestCancelled)))
        inFlight.append(LineRequest(calls: [cancellation], isBatch: false, responses: 0), lineBytes: 1)
        #expect(answer().answers == [Self.error("1", -32800, "The request was cancelled.", "requestCancelled")])
    }

    @Test mutating func `in a batch it is refused in its place, and nothing begins`() {
        receive("[" + #"{"jsonrpc":"2.0","id":0,"method":"one"},"# + Self.call(1) + "]")
        let sentence = "This method answers later than others; call it outside of a batch."
        #expect(
            answer()
                == (
                    [
                        #"[{"jsonrpc":"2.0","id":0,"result":1},"# + Self.error("1", -32600, sentence, "invalidRequest")
                            + "]"
                    ], []
                ))
    }

    @Test mutating func `as a notification it does nothing`() {
        receive(#"{"jsonrpc":"2.0","method":"double","params":[1]}"#)
        #expect(answer() == ([], []))
        #expect(inFlight.isEmpty && inFlight.deferredCount == 0)
    }

    @Test mutating func `when the program ends, all are refused and cancelled`() throws {
        let work = try begin(Self.call(1), Self.call(2, id: "2"))
        inFlight.refuseDeferred(with: Self.refused)
        #expect(answer().answers == [Self.error(), Self.error("2")])
        #expect(work.map(\.cancellation.isCancelled) == [true, true])
        for work in work { inFlight.finish(ticket: work.ticket, by: work.run()) }
        #expect(answer().answers.isEmpty)
    }

    @Test func `a cancellation calls each handler once, also one that is added later`() {
        let cancellation = WorkCancellation()
        let calls = Calls()
        cancellation.onCancel { calls.add("first") }
        #expect(!cancellation.isCancelled && calls.names.isEmpty)
        cancellation.cancel()
        cancellation.cancel()
        cancellation.onCancel { calls.add("second") }
        #expect(cancellation.isCancelled && calls.names == ["first", "second"])
    }
}

private func == (
    left: (answers: [String], work: [DeferredWork<Void>]), right: (answers: [String], work: [Int])
) -> Bool {
    left.answers == right.answers && left.work.map(\.ticket) == right.work
}

/// What was called, from any thread.
private final class Calls: Sendable {
    private let state = Mutex<[String]>([])
    var names: [String] { state.withLock { $0 } }
    func add(_ name: String) { state.withLock { $0.append(name) } }
}
