// Why a tool cannot go on.

internal import Glibc

/// An error that is told by its description alone.
public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// A system call failed.
    /// - Parameters:
    ///   - call: its name, or the path that it was given.
    ///   - code: an error number, as in errno(3).
    public static func system(_ call: String, _ code: Int32) -> Failure {
        Failure("\(call): \(unsafe String(cString: strerror(code)))")
    }

    /// A system call failed, and `errno` says why.
    public static func system(_ call: String) -> Failure { .system(call, errno) }
}
