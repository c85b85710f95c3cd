// Reads and writes file descriptors, and handles every error.

internal import Glibc
internal import Interviews
internal import SQLiteStore

/// A file descriptor that is read.
@safe struct Input: ~Copyable {
    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer

    init(descriptor: Int32) {
        self.descriptor = descriptor
        unsafe buffer = .allocate(byteCount: pipeBytes, alignment: 1)
        widenPipe(descriptor)
    }

    deinit { unsafe buffer.deallocate() }

    /// Whether `read` returns without waiting: bytes are available, or the input has ended or failed.
    var hasArrived: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }

    /// Reads the available bytes, and waits until there are some. Empty at the end of the input, nil after an error.
    func read() -> [UInt8]? {
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            // Only the bytes that read(2) has written are copied.
            if count >= 0 { return unsafe [UInt8](buffer[..<count]) }
            switch errno {
            case EINTR: continue
            case EAGAIN: wait(for: descriptor, POLLIN)
            default: return nil
            }
        }
    }
}

/// The content of a file.
func contents(of path: String) throws(Errno) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    defer { close(descriptor) }
    let input = Input(descriptor: descriptor)
    var contents: [UInt8] = []
    while let chunk = input.read() {
        if chunk.isEmpty { return contents }
        contents += chunk
    }
    throw .current
}

/// The size of a read and of pipes in bytes: requests that arrive together share a transaction, without delaying the
/// first answer for long.
private let pipeBytes = 256 * 1024

/// Raises the capacity of a pipe from the usual 64 KiB. Failure is ignored: the descriptor may not be a pipe, or the
/// limit for pipes may be reached.
private func widenPipe(_ descriptor: Int32) {
    // F_SETPIPE_SZ of fcntl(2), which is missing in Swift's Glibc module.
    _ = fcntl(descriptor, 1031, Int32(pipeBytes))
}

/// A file descriptor that is written.
struct Output {
    let descriptor: Int32

    /// Reserves standard output for answers: it is duplicated, and descriptor 1 becomes standard error, so that output
    /// of libraries goes there.
    /// - Returns: nil if standard output is closed.
    static func claimed() -> Output? {
        let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { return nil }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        widenPipe(descriptor)
        return Output(descriptor: descriptor)
    }

    /// Writes all bytes.
    /// - Returns: false after an error, such as EPIPE.
    func write(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            var rest = unsafe buffer[...]
            while unsafe !rest.isEmpty {
                let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
                // The address is valid only within this closure.
                let count = unsafe Glibc.write(descriptor, part.baseAddress, part.count)
                if count >= 0 {
                    unsafe rest = unsafe rest.dropFirst(count)
                } else if errno == EAGAIN {
                    wait(for: descriptor, POLLOUT)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}

extension Output {
    /// The number of bytes that a pipe takes without waiting if it is ready for any (PIPE_BUF, pipe(7)).
    private static let pipeBuffer = 4096

    /// Writes bytes as long as somebody reads them.
    /// - Returns: false if not all of them could be written before the deadline.
    func write(_ bytes: Span<UInt8>, until deadline: ContinuousClock.Instant) -> Bool {
        var start = 0
        while start < bytes.count {
            let left = max(0, (deadline - .now) / .milliseconds(1))
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&request, 1, Int32(left)) > 0 else { return false }
            let end = min(start + Self.pipeBuffer, bytes.count)
            guard write(bytes.extracting(start..<end)) else { return false }
            start = end
        }
        return true
    }
}

/// Waits for an event on a descriptor that another process has made non-blocking.
private func wait(for descriptor: Int32, _ event: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    unsafe poll(&request, 1, -1)
}

/// Opens /dev/null in place of closed standard input or standard error, so that no file gets their descriptors. Reads
/// and writes on them then fail. `Output.claimed` checks standard output.
func occupyClosedStreams() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
        let opened = unsafe open("/dev/null", mode)
        guard opened >= 0, opened != descriptor else { continue }
        dup2(opened, descriptor)
        close(opened)
    }
}

/// Writes the output of a command.
func writeToStandardOutput(_ bytes: Span<UInt8>) throws(ExitError) {
    guard Output(descriptor: STDOUT_FILENO).write(bytes) else {
        throw ExitError(status: .inputOutput, sentence: "standard output cannot be written: \(Errno.current).")
    }
}

func writeToStandardOutput(_ text: String) throws(ExitError) { try writeToStandardOutput(text.utf8.span) }
