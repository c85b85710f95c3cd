// Reading and writing file descriptors, with every error looked at.

internal import Glibc

/// Where requests come from.
struct Input {
    private static let chunkBytes = 65_536
    let descriptor: Int32

    /// The bytes that are there, after waiting until there are some; empty at the end of the input, nil if it fails.
    func read() -> [UInt8]? {
        while true {
            var count = 0
            // Only the bytes that read(2) has written become part of the array.
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, initialized in
                count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(count, 0)
            }
            if count >= 0 { return chunk }
            switch errno {
            case EINTR: continue
            case EAGAIN: wait(for: descriptor, POLLIN)
            default: return nil
            }
        }
    }
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
        return Output(descriptor: descriptor)
    }

    /// Writes all bytes.
    /// - Returns: false if nobody takes them.
    func write(_ bytes: borrowing [UInt8]) -> Bool {
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

/// What a command prints.
func writeToStandardOutput(_ text: String) throws(Ending) {
    guard Output(descriptor: STDOUT_FILENO).write(Array(text.utf8)) else {
        throw Ending(status: .inputOutput, sentence: "standard output cannot be written.")
    }
}

/// A line for people; if nobody reads it, it is lost.
func writeToStandardError(_ line: String) {
    _ = Output(descriptor: STDERR_FILENO).write(Array(line.utf8))
}
