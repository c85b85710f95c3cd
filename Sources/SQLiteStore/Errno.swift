// Errors of system calls.

internal import Glibc

/// An error number of a system call (errno(3)).
public struct Errno: Error, Equatable, Sendable, CustomStringConvertible {
    public let code: Int32

    /// The error of the latest call that failed on this thread.
    public static var current: Errno { Errno(code: errno) }

    // The text of strerror(3) is valid until the next call, and copied here.
    public var description: String { unsafe String(cString: strerror(code)) }
}
