// The file that contains the key set.

internal import Glibc

/// Why a key set cannot be read from a file.
public enum KeySetFailure: Error, Equatable, Sendable {
    /// With the message of the system, such as "No such file or directory".
    case unreadable(String)
    case notARegularFile
    case tooLarge(limit: Int)
    case notAKeySet

    /// - Parameter firstFlaw: why the first key is not used; nil if the set is empty.
    case noUsableKey(firstFlaw: KeyFlaw?)
}

struct KeySetFile: Sendable {
    /// The greatest size of the file in bytes, far more than any key set needs.
    static let maximumBytes = 256 * 1024

    let path: String

    /// The content of the file, and whether users other than its owner can write it.
    struct Content: Equatable {
        let bytes: [UInt8]
        let isWritableByOthers: Bool
    }

    func read() throws(KeySetFailure) -> Content {
        // O_NONBLOCK, because otherwise opening a FIFO waits for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(Self.reason(errno)) }
        defer { close(descriptor) }
        var traits = stat()
        guard unsafe fstat(descriptor, &traits) == 0 else { throw .unreadable(Self.reason(errno)) }
        guard traits.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            guard read >= 0 || errno == EINTR else { throw .unreadable(Self.reason(errno)) }
            guard read != 0 else { break }
            count += max(read, 0)
        }
        bytes.removeSubrange(count...)
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(limit: Self.maximumBytes) }
        return Content(bytes: bytes, isWritableByOthers: traits.st_mode & (S_IWGRP | S_IWOTH) != 0)
    }

    private static func reason(_ number: Int32) -> String {
        // The string of strerror(3) is valid until its next call.
        unsafe String(cString: unsafe strerror(number))
    }
}
