// Tests of the registry of requests in flight: which requests a cancellation reaches, and its cost.

import JSON
import JSONRPC
import Testing

@Suite struct RequestsInFlightTests {
    private var inFlight = RequestsInFlight<Void>(uncancellable: ["hello"])

    /// The id with this JSON text, a string or a number.
    private func id(_ json: String) throws -> JSONSlice { try JSONText(json).root }

    private func call(_ json: String, method: String = "add") throws -> PendingCall<Void> {
        let invocation = Invocation<Void>.writing { _, writer in writer.integer(1) }
        return PendingCall(id: .value(try id(json)), method: method, task: .invocation(invocation))
    }

    private func cancel(_ json: String, _ answer: Cancellation.Answer = .requestCancelled) throws -> PendingCall<Void> {
        PendingCall(id: .absent, task: .cancellation(Cancellation(of: try id(json), answer: answer)))
    }

    private mutating func append(_ calls: PendingCall<Void>...) {
        inFlight.append(LineRequest(calls: calls, isBatch: calls.count > 1, responses: 0), lineBytes: 10)
    }

    /// Answers the first lines.
    /// - Returns: the id of each request, followed by `ok`, `cancelled`, or `silent` if it is not answered.
    private mutating func answer(_ count: Int) -> [String] {
        var outcomes: [String] = []
        var begun: [BegunCall<Void>] = []
        for offset in 0..<count {
            for pending in inFlight[offset].calls {
                guard case .value(let id) = pending.id else { continue }
                var writer = JSONWriter()
                let outcome = pending.answer(in: (), beginning: &begun, to: &writer)
                let word = outcome == .result ? "ok" : writer.count > 0 ? "cancelled" : "silent"
                outcomes.append("\(String(decoding: id.bytes, as: UTF8.self)) \(word)")
            }
        }
        inFlight.removeFirst(count)
        return outcomes
    }

    @Test mutating func `a cancellation reaches earlier requests with its id, as a JSON value`() throws {
        append(try call("1"))
        append(try call("\"1\""), try call("10e-1"), try call("2"))
        append(try cancel("1.0"))
        append(try call("1"))
        #expect(answer(3) == ["1 cancelled", "\"1\" ok", "10e-1 cancelled", "2 ok", "1 ok"])
        #expect(inFlight.isEmpty && inFlight.bytes == 0)
    }

    @Test mutating func `in a batch, a cancellation reaches the requests before it`() throws {
        append(try call("1"), try cancel("1", .nothing), try call("1"))
        #expect(answer(1) == ["1 silent", "1 ok"])
    }

    @Test mutating func `the first of two cancellations counts, whatever was answered between them`() throws {
        for id in 0..<6 { append(try call("\(id)")) }
        append(try cancel("5"))
        #expect(answer(4).count == 4)
        append(try cancel("5", .nothing), try cancel("4", .nothing), try cancel("3"))
        #expect(answer(3) == ["4 silent", "5 cancelled"])
    }

    @Test mutating func `an answered request is not cancelled, and no later one in its place`() throws {
        append(try call("1"))
        append(try cancel("2"))
        #expect(answer(1) == ["1 ok"] && inFlight.isEmpty)
        append(try call("3"))
        append(try cancel("1"), try cancel("3"))
        #expect(answer(2) == ["3 cancelled"])
    }

    @Test mutating func `a method that cannot be cancelled is executed`() throws {
        append(try call("1", method: "hello"))
        append(try cancel("1"))
        #expect(answer(1) == ["1 ok"])
    }

    @Test mutating func `an invalid request is cancelled too, and a value that is not an id cancels nothing`() throws {
        append(PendingCall(id: .value(try id("1")), task: .fault(.requestCancelled)), try call("2"))
        append(try cancel("1", .nothing), try cancel("[2]"), try cancel("null"))
        append(PendingCall(id: .absent, task: .cancellation(Cancellation(of: nil, answer: .nothing))))
        #expect(answer(2) == ["1 silent", "2 ok"])
    }

    @Test mutating func `the length of a line is counted, with a minimum for each request`() throws {
        append(try call("1"), try call("2"))
        inFlight.append(LineRequest(calls: [try call("3")], isBatch: false, responses: 0), lineBytes: 5_000)
        #expect(inFlight.bytes == 2 * RequestsInFlight<Void>.minimumRequestBytes + 5_000)
        _ = answer(1)
        #expect(inFlight.bytes == 5_000)
    }

    @Test(.timeLimit(.minutes(5)), arguments: [1, 100_000])
    mutating func `the cost is linear in requests and cancellations`(_ differentIDs: Int) throws {
        let count = 100_000
        var cancelled = 0
        for number in 0..<count { append(try call("\(number % differentIDs)")) }
        // Between the cancellations, the requests are answered one by one, and others arrive.
        for number in 0..<count {
            append(try cancel("\(count - number)"), try call("\"\(number)\""))
            cancelled += answer(1).count { $0.hasSuffix("cancelled") }
        }
        while !inFlight.isEmpty { cancelled += answer(min(1_000, inFlight.count)).count { $0.hasSuffix("cancelled") } }
        #expect(cancelled == (differentIDs == 1 ? 0 : count / 2))
    }
}
