// Files that are read whole: key sets and secrets.

internal import Glibc

/// Why a file cannot be read.
public enum SmallFileFailure: Error, Equatable, Sendable {
    /// With the message of the system, such as "No such file or directory".
    case unreadable(String)
    case notARegularFile
    case tooLarge(limit: Int)

    /// The end of a sentence that begins with the name of the file.
    public var sentence: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .notARegularFile: "is not a regular file"
        case .tooLarge(let limit): "has more than \(limit) bytes"
        }
    }
}

/// The content of a file, and who else can read or write it.
public struct SmallFile: Equatable, Sendable {
    public let bytes: [UInt8]
    public let isReadableByOthers: Bool
    public let isWritableByOthers: Bool

    /// - Parameter limit: the greatest size of the file in bytes.
    public static func read(_ path: String, atMost limit: Int) throws(SmallFileFailure) -> SmallFile {
        // O_NONBLOCK, because otherwise opening a FIFO waits for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(reason(errno)) }
        defer { close(descriptor) }
        var traits = stat()
        guard unsafe fstat(descriptor, &traits) == 0 else { throw .unreadable(reason(errno)) }
        guard traits.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            guard read >= 0 || errno == EINTR else { throw .unreadable(reason(errno)) }
            guard read != 0 else { break }
            count += max(read, 0)
        }
        bytes.removeSubrange(count...)
        guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return SmallFile(
            bytes: bytes, isReadableByOthers: traits.st_mode & (S_IRGRP | S_IROTH) != 0,
            isWritableByOthers: traits.st_mode & (S_IWGRP | S_IWOTH) != 0)
    }

    private static func reason(_ number: Int32) -> String {
        // The string of strerror(3) is valid until its next call.
        unsafe String(cString: unsafe strerror(number))
    }
}
