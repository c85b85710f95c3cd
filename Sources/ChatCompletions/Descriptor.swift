// File descriptors that are closed with their values, pipes, and files in memory.

internal import CSystem
internal import Glibc

/// The system has no descriptor, memory or process left.
struct SystemLimit: Error {}

/// A file descriptor that is closed with this value, and on exec.
struct Descriptor: ~Copyable {
    let number: Int32

    /// The first number that no descriptor of a child has: so none is replaced before it is duplicated.
    static let first: Int32 = 4

    /// Takes over a descriptor.
    /// - Parameter number: the result of a system call, negative if it failed.
    init(_ number: Int32) throws(SystemLimit) {
        guard number >= 0 else { throw SystemLimit() }
        guard number < Self.first else {
            self.number = number
            return
        }
        let higher = fcntl(number, F_DUPFD_CLOEXEC, Self.first)
        close(number)
        guard higher >= 0 else { throw SystemLimit() }
        self.number = higher
    }

    deinit { close(number) }
}

/// Both ends of a pipe.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    init() throws(SystemLimit) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemLimit() }
        let (first, second) = (ends[0], ends[1])
        let reading: Descriptor
        do throws(SystemLimit) {
            reading = try Descriptor(first)
        } catch {
            close(second)
            throw error
        }
        let writing = try Descriptor(second)
        self.reading = reading
        self.writing = writing
    }
}

extension Descriptor {
    /// A new file in memory that nobody can change, and that is read from its beginning.
    static func inMemory(_ content: Span<UInt8>) throws(SystemLimit) -> Descriptor {
        let file = try unsafe Descriptor(create_memory_file("chat-completion"))
        let number = file.number
        let isWritten = unsafe content.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                // The address is valid only within this closure. The offset of the file stays at its beginning.
                let count = unsafe pwrite(
                    number, bytes.baseAddress?.advanced(by: offset), bytes.count - offset, off_t(offset))
                guard count > 0 || errno == EINTR else { return false }
                offset += max(count, 0)
            }
            return true
        }
        guard isWritten, seal_memory_file(number) == 0 else { throw SystemLimit() }
        return file
    }
}
