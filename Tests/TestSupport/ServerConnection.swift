// One connection of the model server: reads a request, and writes its answer (RFC 9112).

import Foundation
import Glibc

/// A connection, which serves one request.
struct Connection {
    private enum Stage {
        case reading
        case waiting(ModelServer.Answer)
        case writing([UInt8], isEndless: Bool)
        case closed
    }

    /// What has been received.
    enum Received {
        case nothing
        case request(ModelServer.Request)

        /// The other side has closed the connection, and has not got its answer.
        case end
    }

    let descriptor: Int32
    private var stage = Stage.reading
    private var received: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    var events: Int16 { if case .writing = stage { Int16(POLLOUT) } else { Int16(POLLIN) } }
    var isClosed: Bool { if case .closed = stage { true } else { false } }

    mutating func close() {
        guard !isClosed else { return }
        stage = .closed
        // A child that has been started at this moment may have inherited the descriptor.
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }

    // MARK: - Reading

    mutating func read() -> Received {
        switch stage {
        case .writing, .closed: return .nothing
        case .reading, .waiting: break
        }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return .nothing }
            close()
            return .end
        }
        received += chunk.prefix(count)
        guard case .reading = stage, let request = completeRequest() else { return .nothing }
        return .request(request)
    }

    /// The request, if all of it has been received.
    private func completeRequest() -> ModelServer.Request? {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].components(separatedBy: " ")
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (name: parts[0], value: parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let body = received[end.upperBound...]
        guard body.count >= length else { return nil }
        return ModelServer.Request(
            method: words[0], path: words.count > 1 ? words[1] : "", headers: headers,
            body: Array(body.prefix(length)), receivedAt: .now)
    }

    // MARK: - Answering

    mutating func begin(_ answer: ModelServer.Answer) {
        switch answer {
        case .response(let status, let headers, let body):
            stage = .writing(Self.message(status, headers, body, length: body.utf8.count), isEndless: false)
        case .cutOff(let status, let body):
            stage = .writing(Self.message(status, [:], body, length: body.utf8.count + 1), isEndless: false)
        case .endless: stage = .writing(Self.message(200, [:], "{", length: nil), isEndless: true)
        case .silence, .held: stage = .waiting(answer)
        }
    }

    /// Begins a held answer.
    mutating func release() { if case .waiting(.held(let answer)) = stage { begin(answer) } }

    /// - Parameter length: nil for a body that ends with the connection.
    private static func message(_ status: Int, _ headers: [String: String], _ body: String, length: Int?) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) Scripted", "Content-Type: application/json", "Connection: close"]
        if let length { lines.append("Content-Length: \(length)") }
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    private static let filler = [UInt8](repeating: UInt8(ascii: " "), count: 65_536)

    /// Writes what the socket has room for, and closes the connection after the last byte.
    /// - Returns: the number of bytes written of an endless body.
    mutating func write() -> Int {
        guard case .writing(let bytes, let isEndless) = stage else { return 0 }
        let count = unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if count < 0 {
            if errno != EAGAIN, errno != EINTR { close() }
            return 0
        }
        let rest = Array(bytes.dropFirst(count))
        if !rest.isEmpty {
            stage = .writing(rest, isEndless: isEndless)
        } else if isEndless {
            stage = .writing(Self.filler, isEndless: true)
        } else {
            close()
        }
        return isEndless ? count : 0
    }
}
