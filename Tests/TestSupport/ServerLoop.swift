// The thread of the model server: one loop over all connections.

import Foundation
import Glibc
internal import Synchronization

/// What the thread of the server and the tests share; a change wakes the thread.
final class SharedState: Sendable {
    private let state = Mutex(ModelServer.State())

    /// A pipe: the thread polls the first end.
    private let ends: [Int32]

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.ends = ends
    }

    deinit { for end in ends { close(end) } }

    var wakeDescriptor: Int32 { ends[0] }
    var value: ModelServer.State { state.withLock { $0 } }

    /// A change by a test.
    func change(_ body: (inout ModelServer.State) -> Void) {
        state.withLock { body(&$0) }
        unsafe _ = write(ends[1], [0], 1)
    }

    /// A change by the thread of the server.
    func record(_ body: (inout ModelServer.State) -> Void) { state.withLock { body(&$0) } }

    func clearWake() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(ends[0], &bytes, bytes.count) > 0 {}
    }
}

/// A socket that listens on a free port of 127.0.0.1.
struct Listener: Sendable {
    let descriptor: Int32
    let port: UInt16

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout.size(ofValue: address))
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }
}

/// Serves all connections until the server is over.
struct ServerLoop: Sendable {
    private let listener: Listener
    private let answers: [ModelServer.Answer]
    private let state: SharedState

    init(_ listener: Listener, _ answers: [ModelServer.Answer], _ state: SharedState) {
        self.listener = listener
        self.answers = answers
        self.state = state
    }

    func run() {
        var connections: [Connection] = []
        while true {
            let now = state.value
            guard !now.isOver else { break }
            for index in connections.indices where now.isReleased { connections[index].release() }
            var polled = [state.wakeDescriptor, listener.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            polled += connections.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
            guard unsafe poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
            if polled[0].revents != 0 { state.clearWake() }
            for (index, request) in polled.dropFirst(2).enumerated() where request.revents != 0 {
                proceed(&connections[index], isReleased: state.value.isReleased)
            }
            connections.removeAll(where: \.isClosed)
            if polled[1].revents != 0 { accept(into: &connections) }
        }
        for index in connections.indices { connections[index].close() }
        close(listener.descriptor)
    }

    private func accept(into connections: inout [Connection]) {
        let descriptor = Glibc.accept(listener.descriptor, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        connections.append(Connection(descriptor))
    }

    /// Reads and writes what can be without waiting.
    private func proceed(_ connection: inout Connection, isReleased: Bool) {
        switch connection.read() {
        case .nothing: break
        case .end: state.record { $0.abandonedConnections += 1 }
        case .request(let request):
            // In one step, so that each answer is given once.
            var place = 0
            state.record { state in
                place = state.requests.count
                state.requests.append(request)
            }
            connection.begin(answers[min(place, answers.count - 1)])
            if isReleased { connection.release() }
        }
        let sent = connection.write()
        if sent > 0 { state.record { $0.endlessBytes += sent } }
    }
}
