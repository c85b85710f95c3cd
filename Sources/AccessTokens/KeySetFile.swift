// The file that a key set is read from, as often as it may have changed.

internal import Glibc

/// Why a file gives no key set.
public enum KeySetFailure: Error, Equatable, Sendable {
    /// With the reason that the system gives, as a sentence's end.
    case unreadable(String)
    case notARegularFile
    case tooLarge(limit: Int)
    case notAKeySet

    /// - Parameter firstFlaw: what is wrong with the first of its keys; nil where it has none.
    case noUsableKey(firstFlaw: KeyFlaw?)
}

struct KeySetFile: Sendable {
    /// Far more than any key set needs, in bytes.
    static let maximumBytes = 256 * 1024

    let path: String

    /// What the file holds, and whether others than its owner could have written it.
    struct Content: Equatable {
        let bytes: [UInt8]
        let isWritableByOthers: Bool
    }

    func read() throws(KeySetFailure) -> Content {
        // Not to wait for the writer of a FIFO.
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
        // strerror(3) gives a text that stays until it is called again.
        unsafe String(cString: unsafe strerror(number))
    }
}
