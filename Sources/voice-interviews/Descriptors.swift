// Reading and writing file descriptors. Every error is handled.

internal import Glibc
internal import Interviews
internal import SQLiteStore

/// A file descriptor to read from.
@safe struct Input: ~Copyable {
    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer

    init(descriptor: Int32) {
        self.descriptor = descriptor
        unsafe buffer = .allocate(byteCount: pipeBytes, alignment: 1)
        widenPipe(descriptor)
    }

    deinit { unsafe buffer.deallocate() }

    /// Whether `read` returns without waiting: bytes have arrived, or the input has ended or failed.
    var hasArrived: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }

    /// The bytes that have arrived. Waits until there are some; empty at the end of the input, nil after an error.
    func read() -> [UInt8]? {
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            // Only the bytes that read(2) has written become part of the array.
            if count >= 0 { return unsafe [UInt8](buffer[..<count]) }
            switch errno {
            case EINTR: continue
            case EAGAIN: wait(for: descriptor, POLLIN)
            default: return nil
            }
        }
    }
}

/// All that a file holds.
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

/// How much is read at once, and how much a pipe may hold, in bytes: what arrives together is stored together, and the
/// answer to the first of it does not wait for long.
private let pipeBytes = 256 * 1024

/// Lets a pipe hold more than the usual 64 KiB. It is no loss if it is no pipe, or may not.
private func widenPipe(_ descriptor: Int32) {
    // F_SETPIPE_SZ of fcntl(2), which Glibc's module does not show.
    _ = fcntl(descriptor, 1031, Int32(pipeBytes))
}

/// Where answers go.
struct Output {
    let descriptor: Int32

    /// Takes standard output away from everybody else: what a library prints from now on goes to standard error.
    /// - Returns: nil if standard output is not open.
    static func claimed() -> Output? {
        let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { return nil }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        widenPipe(descriptor)
        return Output(descriptor: descriptor)
    }

    /// Writes all bytes.
    /// - Returns: false if nobody takes them.
    func write(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            var rest = unsafe buffer[...]
            while unsafe !rest.isEmpty {
                let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
                // The part's address is valid until this closure returns.
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

/// Waits on a descriptor that somebody has made non-blocking.
private func wait(for descriptor: Int32, _ event: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    unsafe poll(&request, 1, -1)
}

/// Lets nothing that is opened later take the place of a standard stream that is not open: what is read from it or
/// written to it fails. Standard output is seen to when it is claimed.
func occupyClosedStreams() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
        let opened = unsafe open("/dev/null", mode)
        guard opened >= 0, opened != descriptor else { continue }
        dup2(opened, descriptor)
        close(opened)
    }
}

/// What a command prints.
func writeToStandardOutput(_ bytes: Span<UInt8>) throws(ExitError) {
    guard Output(descriptor: STDOUT_FILENO).write(bytes) else {
        throw ExitError(status: .inputOutput, sentence: "standard output cannot be written: \(Errno.current).")
    }
}

func writeToStandardOutput(_ text: String) throws(ExitError) { try writeToStandardOutput(text.utf8.span) }
