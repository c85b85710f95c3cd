// Tests of the outcome of a request, from which the answer is written, and which the log gets.

import JSON
import JSONRPC
import Testing

@Suite struct OutcomeTests {
    private static let bad = Fault(FaultKind(7, "bad", "It is bad."), "Bad.")

    private func answer(
        _ id: RequestID, _ task: PendingCall<Void>.Task, refusedWith fault: Fault? = nil
    ) -> (text: String, outcome: Outcome) {
        var writer = JSONWriter()
        var begun: [BegunCall<Void>] = []
        let pending = PendingCall(id: id, task: task)
        let outcome =
            if let fault {
                pending.refuse(with: fault, to: &writer)
            } else {
                pending.answer(in: (), beginning: &begun, to: &writer)
            }
        return (String(decoding: writer.bytes, as: UTF8.self), outcome)
    }

    private func invocation(_ outcome: Outcome) -> PendingCall<Void>.Task {
        .invocation(
            Invocation { _, writer in
                writer.integer(1)
                return outcome
            })
    }

    private static let error = #"{"jsonrpc":"2.0","id":null,"error":{"code":7,"message":"Bad.","data":{"kind":"bad"}}}"#

    @Test func `the answer and the log report the same outcome`() {
        let result = #"{"jsonrpc":"2.0","id":null,"result":1}"#
        #expect(answer(.null, invocation(.result)) == (result, .result))
        #expect(
            answer(.null, invocation(.resultWithError(Self.bad))) == (result, .resultWithError(Self.bad)))
        #expect(answer(.null, invocation(.error(Self.bad))) == (Self.error, .error(Self.bad)))
        #expect(answer(.null, .fault(Self.bad)) == (Self.error, .error(Self.bad)))
        let thrown = PendingCall<Void>.Task.invocation(.writing { _, _ throws(Fault) in throw Self.bad })
        #expect(answer(.null, thrown) == (Self.error, .error(Self.bad)))
    }

    @Test func `a notification has an outcome, and no answer`() {
        for outcome in [.result, .resultWithError(Self.bad), .error(Self.bad)] as [Outcome] {
            #expect(answer(.absent, invocation(outcome)) == ("", outcome))
        }
        #expect(answer(.absent, .fault(Self.bad)) == ("", .error(Self.bad)))
    }

    @Test func `a cancelled request has one outcome, with and without an answer`() {
        let error =
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32800,"message":"The request was cancelled.","data":{"kind":"requestCancelled"}}}"#
        for fault in [nil, Self.bad] {
            #expect(
                answer(.null, .cancelled(.requestCancelled), refusedWith: fault) == (error, .error(.requestCancelled)))
            #expect(answer(.null, .cancelled(.nothing), refusedWith: fault) == ("", .error(.requestCancelled)))
            #expect(
                answer(.absent, .cancellation(Cancellation(of: nil, answer: .nothing)), refusedWith: fault)
                    == ("", .result))
        }
    }

    @Test func `a request that is refused is not executed, and keeps its own error`() {
        let other = Fault(FaultKind(8, "other", "Another."), "Another.")
        let refused = answer(.null, invocation(.result), refusedWith: Self.bad)
        #expect(refused == (Self.error, .error(Self.bad)))
        #expect(answer(.null, .fault(Self.bad), refusedWith: other) == (Self.error, .error(Self.bad)))
        #expect(answer(.absent, invocation(.result), refusedWith: other) == ("", .error(other)))
    }
}
