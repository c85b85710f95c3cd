// Cancelling a call before it, at each of its steps, and after it.

import ChatCompletions
import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
    @Test func `a call that was interrupted before asks nothing`() throws {
        let server = try ModelServer([.completion("good")])
        let interruption = Interruption()
        interruption.interrupt()
        interruption.interrupt()
        #expect(try Asking(server).outcome(interruption) == .failure(.interrupted))
        #expect(interruption.isInterrupted && server.requests.isEmpty && server.abandonedConnections == 0)
    }

    @Test func `an interruption after a call does nothing`() throws {
        let server = try ModelServer([.completion("good")])
        let interruption = Interruption()
        #expect(try Asking(server).outcome(interruption) == .success("good"))
        #expect(!interruption.isInterrupted)
        interruption.interrupt()
        #expect(interruption.isInterrupted)
    }

    @Test func `a call that waits for an answer ends within a second, and curl with it`() throws {
        try inTime {
            let server = try ModelServer([.silence])
            let (asking, interruption) = (Asking(server), Interruption())
            let call = Call(asking, interruption)
            try server.waitForRequests(1)
            #expect(asking.processes.count == 1)
            let start = ContinuousClock.now
            interruption.interrupt()
            #expect(try call.result() == .failure(.interrupted))
            let duration = start.duration(to: .now)
            #expect(asking.processes.isEmpty)
            try wait { server.abandonedConnections == 1 }
            return duration < .seconds(1)
        }
    }

    @Test func `a call that waits for an overloaded server ends at once`() throws {
        try inTime {
            let server = try ModelServer([.response(429, headers: ["Retry-After": "500"])])
            let (asking, interruption) = (Asking(server), Interruption())
            let call = Call(asking, interruption)
            try server.waitForRequests(1)
            // Now it waits, or is about to.
            try wait { asking.processes.isEmpty }
            let start = ContinuousClock.now
            interruption.interrupt()
            #expect(try call.result() == .failure(.interrupted))
            #expect(server.requests.count == 1)
            return start.duration(to: .now) < .milliseconds(100)
        }
    }

    @Test func `an interruption ends its own calls and no other`() throws {
        let server = try ModelServer([.held(.completion("good"))])
        let interruption = Interruption()
        let interrupted = (0..<2).map { _ in Call(Asking(server), interruption) }
        let other = Call(Asking(server))
        try server.waitForRequests(3)
        interruption.interrupt()
        for call in interrupted { #expect(try call.result() == .failure(.interrupted)) }
        server.release()
        #expect(try other.result() == .success("good"))
    }

    @Test func `an interruption at any time leaves no process behind`() throws {
        let server = try ModelServer([.completion("good")])
        let asking = Asking(server)
        for step in 0..<24 {
            let interruption = Interruption()
            let call = Call(asking, interruption)
            usleep(UInt32(step) * 1_000)
            interruption.interrupt()
            let outcome = try call.result()
            #expect(outcome == .success("good") || outcome == .failure(.interrupted))
        }
        #expect(asking.processes.isEmpty)
        try wait { try endedChildren().isEmpty }
    }
}
