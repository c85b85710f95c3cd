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

/// The machine: its cores, its kernel, and the file system on which a folder is.
public func machineDescription(_ folder: String) throws -> String {
    let processor =
        try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n").first {
            $0.hasPrefix("model name")
        }?
        .split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
    let kernel = try String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8).prefix {
        $0 != "-" && $0 != "\n"
    }
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    return "\(cores) cores (\(processor)), Linux \(kernel), \(try fileSystem(folder))"
}

/// The name of the file system on which a folder is.
private func fileSystem(_ folder: String) throws -> String {
    let path = URL(filePath: folder).resolvingSymlinksInPath().path + "/"
    let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: " ")
    }
    let mount = mounts.filter { $0.count > 2 && ($0[1] == "/" || path.hasPrefix($0[1] + "/")) }
        .max { $0[1].count < $1[1].count }
    return mount.map { String($0[2]) } ?? "unknown file system"
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
