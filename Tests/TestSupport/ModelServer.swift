// A server on the loopback interface that answers requests for completions by a script, for tests.

import Foundation
import Glibc
internal import JSON
internal import Synchronization

/// A server on 127.0.0.1, on a thread of its own, that answers each request with the next answer of a script, and
/// further ones with the last.
///
/// It is shut down, and its connections are closed, with this value.
public final class ModelServer: Sendable {
    /// What a request is answered with.
    public indirect enum Answer: Sendable {
        case response(Int, headers: [String: String] = [:], body: String = "")

        /// Nothing, and the connection stays open.
        case silence

        /// A response that ends before its end: its length is announced as one byte more than the body has.
        case cutOff(Int, body: String = "")

        /// A successful response whose body never ends.
        case endless

        /// The answer, once `release` has been called.
        case held(Answer)

        /// A completion with this text.
        public static func completion(_ content: String) -> Answer {
            .response(200, body: ModelServer.completion(content: content))
        }
    }

    /// A request as it was received.
    public struct Request: Sendable {
        public let method: String

        /// The target, as it stands in the first line.
        public let path: String

        public let headers: [(name: String, value: String)]
        public let body: [UInt8]
        public let receivedAt: ContinuousClock.Instant

        /// The value of the first header with this name, in any case.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// What the thread of the server and the tests share.
    struct State: Sendable {
        var requests: [Request] = []
        var abandonedConnections = 0
        var endlessBytes = 0
        var isReleased = false
        var isOver = false
    }

    public let port: UInt16
    private let state: SharedState
    private let thread: pthread_t

    public init(_ answers: [Answer]) throws {
        let state = try SharedState()
        let listener = try Listener()
        port = listener.port
        self.state = state
        thread = try startThread { ServerLoop(listener, answers, state).run() }
    }

    deinit {
        state.change { $0.isOver = true }
        _ = pthread_join(thread, nil)
    }

    /// The base URL of the server.
    public var url: String { "http://127.0.0.1:\(port)/v1" }

    /// All requests so far, whether they are answered or not.
    public var requests: [Request] { state.value.requests }

    /// How many connections have been closed by the other side before they were answered.
    public var abandonedConnections: Int { state.value.abandonedConnections }

    /// How many bytes of endless bodies have been sent.
    public var endlessBytes: Int { state.value.endlessBytes }

    /// Gives the held answers, those to later requests, too.
    public func release() { state.change { $0.isReleased = true } }

    /// Waits until there are `count` requests.
    public func waitForRequests(_ count: Int) throws { try wait { requests.count >= count } }

    /// The JSON text of a completion with this text.
    public static func completion(content: String) -> String {
        var writer = JSONWriter()
        writer.string(content)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        return #"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"test","choices":[{"index":0,\#
            "message":{"role":"assistant","content":\#(text),"refusal":null},"finish_reason":"stop"}],\#
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """#
    }
}

/// Runs `body` on a thread that can be joined.
private func startThread(_ body: @escaping @Sendable () -> Void) throws -> pthread_t {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    var thread = pthread_t()
    // The thread takes ownership of the reference.
    let failure = unsafe pthread_create(
        &thread, nil,
        { work in
            if let work = unsafe work { unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
            return nil
        }, work)
    guard failure == 0 else { throw POSIXError(.EAGAIN) }
    return thread
}
