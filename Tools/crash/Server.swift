// One run of the program, and the traffic with it.

internal import Glibc
internal import ToolSupport

/// How a program is started.
struct Command {
    let program: String
    let options: [String]
}

/// A process that serves a file.
final class Server {
    /// How long an answer, or an end, is waited for; only a process that hangs reaches it, however slow the machine is.
    static let longestWait = Duration.seconds(600)

    let process: ChildProcess
    let begin = ContinuousClock.now
    private var input: Int32
    private var output: Int32
    private var outgoing: [UInt8] = []
    private var written = 0
    private var received: [UInt8] = []
    private var read = 0
    private var endsInput = false

    init(_ command: Command, database: String, errors: String) throws(Violation) {
        do throws(Failure) {
            let piped = try PipedProcess(
                [command.program, "--database", database] + command.options, errors: .appending(errors))
            (process, input, output) = (piped.process, piped.input, piped.output)
        } catch {
            throw .fault("a process cannot be started: \(error)")
        }
    }

    deinit {
        closeInput()
        closeOutput()
    }

    /// Whether more may come from it.
    var isOpen: Bool { output >= 0 }

    func send(_ bytes: [UInt8]) { outgoing += bytes }

    /// Closes its input once everything is written.
    func endInput() { endsInput = true }

    /// The next line that has come.
    func line() -> [UInt8]? {
        guard let end = received[read...].firstIndex(of: UInt8(ascii: "\n")) else {
            received.removeSubrange(..<read)
            read = 0
            return nil
        }
        defer { read = end + 1 }
        return Array(received[read..<end])
    }

    /// Waits for its end, which its output's end has announced.
    func status() -> Int32 {
        closeInput()
        return process.status()
    }

    // MARK: - Traffic

    /// Moves bytes in both directions, as soon as some can be moved.
    static func move(_ servers: [Server], atMost milliseconds: Int32 = 100) {
        let open = servers.filter(\.isOpen)
        var polled: [pollfd] = []
        for server in open {
            let writes = server.input >= 0 && (server.written < server.outgoing.count || server.endsInput)
            polled.append(pollfd(fd: server.output, events: Int16(POLLIN), revents: 0))
            // poll(2) skips a negative descriptor.
            polled.append(pollfd(fd: writes ? server.input : -1, events: Int16(POLLOUT), revents: 0))
        }
        guard unsafe poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        for (index, server) in open.enumerated() {
            if polled[2 * index + 1].revents != 0 { server.write() }
            if polled[2 * index].revents != 0 { server.receive() }
        }
    }

    private func write() {
        let rest = outgoing[written...]
        // The bytes stay where they are until the closure returns.
        let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(input, $0.baseAddress, $0.count) }
        if count >= 0 {
            written += count
        } else if errno != EAGAIN, errno != EINTR {
            closeInput()
        }
        guard written == outgoing.count else { return }
        outgoing.removeAll()
        written = 0
        if endsInput { closeInput() }
    }

    private func receive() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(output, &chunk, chunk.count)
        if count > 0 {
            received += chunk[..<count]
        } else if count == 0 || errno != EINTR {
            closeOutput()
        }
    }

    private func closeOutput() {
        if output >= 0 { close(output) }
        output = -1
    }

    private func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }
}
