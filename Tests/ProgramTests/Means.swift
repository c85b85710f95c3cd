// The tools and permissions that tests need. A test without them is skipped, and names what is missing.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

/// A missing requirement of a test; `what` is a sentence without its period.
struct Missing: Error {
    let what: String
}

enum Means {
    /// Whether faults are injected at every point, and not only at some.
    static let areThorough = ProcessInfo.processInfo.environment["VOICE_INTERVIEWS_SWEEP"] == "all"

    /// Injects failures of system calls.
    static let strace = runs("strace", "-f", "-qq", "-o", "/dev/null", "true")

    /// Mounts file systems of a given size.
    static let tmpfs = (try? TemporaryFileSystem(megabytes: 1)) != nil

    /// Makes a file read-only even for root.
    static let chattr: Bool = {
        guard let folder = try? TestFolder() else { return false }
        let file = folder.file("file")
        guard FileManager.default.createFile(atPath: file, contents: nil) else { return false }
        return runs("chattr", "+i", file) && runs("chattr", "-i", file)
    }()

    /// Runs a program with another date.
    static let faketime = runs("faketime", "2026-03-01 12:00:00", "true")

    /// Renders pages and inspects them.
    static let browser = Result { () throws(Missing) in
        let missing = ["chromium", "chromedriver", "java"].filter { !runs($0, "--version") }
        guard missing.isEmpty else { throw Missing(what: "not installed: \(missing.joined(separator: ", "))") }
    }

    /// Whether all requirements must be met.
    static let areDemanded = ProcessInfo.processInfo.environment["CI"] == "true"

    /// Skips the current test, or fails it if all requirements must be met.
    static func skip(for missing: Missing) throws -> Never {
        guard !areDemanded else { throw missing }
        try Test.cancel("skipped: \(missing.what)")
    }

    /// Accesses a database as another program.
    static let python = runs("python3", "-c", "import sqlite3")

    /// - Returns: whether the command ran and ended with status 0.
    static func runs(_ command: String...) -> Bool { runs(command) }

    static func runs(_ command: [String]) -> Bool {
        (try? ChildProcess(command, environment: ProcessInfo.processInfo.environment, errors: .null))?.status() == 0
    }
}

/// A file system in memory that can be filled up; it is unmounted with this value.
final class TemporaryFileSystem {
    private let folder: TestFolder

    init(megabytes: Int) throws {
        folder = try TestFolder()
        let size = "size=\(megabytes)m"
        try #require(Means.runs("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.path), "tmpfs cannot be mounted")
    }

    // A lazy unmount succeeds even if a failed test has left a program running.
    deinit { _ = Means.runs("umount", "-l", folder.path) }

    func file(_ name: String) -> String { folder.file(name) }

    var names: [String] { folder.names }

    /// - Parameter option: `ro` or `rw`.
    func remount(_ option: String) throws {
        try #require(Means.runs("mount", "-o", "remount,\(option)", folder.path), "tmpfs cannot be mounted anew")
    }

    /// Fills the file system up to `pages` free pages of 4 KiB.
    func fill(leaving pages: Int) throws {
        try freeSpace()
        let rest = try freePages() - pages
        try Data(count: rest * 4_096).write(to: URL(filePath: file("ballast")))
        try #require(try freePages() == pages)
    }

    /// Deletes files, which need not exist.
    func remove(_ names: String...) {
        for name in names { unsafe unlink(file(name)) }
    }

    func freeSpace() throws {
        guard FileManager.default.fileExists(atPath: file("ballast")) else { return }
        try FileManager.default.removeItem(atPath: file("ballast"))
    }

    private func freePages() throws -> Int {
        let free = try FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize]
        return try #require(free as? NSNumber).intValue / 4_096
    }
}
