// What a tool finds around it: its neighbours, a place for its files, somebody who waits.

internal import FoundationEssentials
internal import Glibc

/// The path of a program that was built with this one, and so lies in the same folder.
public func programPath(_ name: String) -> String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
}

/// Prints a line on standard error; one that cannot be printed is lost.
public func printToStandardError(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    unsafe _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// A new folder.
public struct TemporaryFolder: Sendable {
    public let path: String

    /// - Parameters:
    ///   - prefix: the beginning of its name.
    ///   - parent: the folder in which it is made, and which is made if there is none; nil for the system's folder for
    ///     temporary files.
    public init(_ prefix: String, in parent: String? = nil) throws {
        let parent = parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        path = parent.appending(path: "\(prefix)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Removes the folder and all that is in it; what cannot be removed does no harm, and stays.
    public func remove() {
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }
}
