// Commands that are run to their end.

internal import Glibc

/// What a command printed, and how it ended.
public struct CommandResult: Sendable {
    /// The exit status, or the negated number of the signal that ended it.
    public let status: Int32

    public let output: String
    public let errors: String
}

extension ChildProcess {
    /// Runs a command to its end, and takes what it prints meanwhile.
    public static func run(
        _ arguments: [String], environment: [String: String] = [:], input: Stream = .null
    ) throws(Failure) -> CommandResult {
        let (output, errors) = (try PipeEnds(), try PipeEnds())
        defer {
            close(output.reading)
            close(errors.reading)
        }
        let child = try start()
        func start() throws(Failure) -> ChildProcess {
            defer {
                close(output.writing)
                close(errors.writing)
            }
            return try ChildProcess(
                arguments, environment: environment, input: input, output: .descriptor(output.writing),
                errors: .descriptor(errors.writing))
        }
        let printed = contents(of: [output.reading, errors.reading])
        return CommandResult(status: child.status(), output: printed[0], errors: printed[1])
    }
}

/// Reads descriptors to their ends, each as soon as it has something.
private func contents(of descriptors: [Int32]) -> [String] {
    var contents = descriptors.map { _ in [UInt8]() }
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while polled.contains(where: { $0.fd >= 0 }) {
        guard unsafe poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
        for index in polled.indices where polled[index].revents != 0 {
            let count = unsafe read(polled[index].fd, &chunk, chunk.count)
            contents[index] += chunk.prefix(max(count, 0))
            // poll(2) skips a negative descriptor, and leaves it no events.
            if count <= 0 { polled[index].fd = -1 }
        }
    }
    return contents.map { String(decoding: $0, as: UTF8.self) }
}
