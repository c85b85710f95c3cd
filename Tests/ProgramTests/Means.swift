// What tests need of the machine: strace, root, tools. Where it is not to be had they are skipped, and say what is missing.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

/// What a test needs and cannot have: a sentence without its period.
struct Missing: Error {
    let what: String
}

enum Means {
    /// Whether a fault is tried at every point, and not only at some.
    static let areThorough = ProcessInfo.processInfo.environment["VOICE_INTERVIEWS_SWEEP"] == "all"

    /// Lets a system call fail in the program.
    static let strace = runs("strace", "-f", "-qq", "-o", "/dev/null", "true")

    /// Mounts a file system of a size of its own.
    static let tmpfs = (try? TemporaryFileSystem(megabytes: 1)) != nil

    /// Keeps even root from writing to a file.
    static let chattr: Bool = {
        guard let folder = try? TestFolder() else { return false }
        let file = folder.file("file")
        guard FileManager.default.createFile(atPath: file, contents: nil) else { return false }
        return runs("chattr", "+i", file) && runs("chattr", "-i", file)
    }()

    /// Lets a program believe that it is another day.
    static let faketime = runs("faketime", "2026-03-01 12:00:00", "true")

    /// Shows pages, and looks at them.
    static let browser = Result { () throws(Missing) in
        let missing = ["chromium", "chromedriver", "java"].filter { !runs($0, "--version") }
        guard missing.isEmpty else { throw Missing(what: "not installed: \(missing.joined(separator: ", "))") }
    }

    /// Whether all of these must be there.
    static let areDemanded = ProcessInfo.processInfo.environment["CI"] == "true"

    /// Skips the test that is running, or lets it fail where nothing may be missing.
    static func skip(for missing: Missing) throws -> Never {
        guard !areDemanded else { throw missing }
        try Test.cancel("skipped: \(missing.what)")
    }

    /// Holds a database as another program does.
    static let python = runs("python3", "-c", "import sqlite3")

    /// - Returns: whether the command could be run and ended with status 0.
    static func runs(_ command: String...) -> Bool { runs(command) }

    static func runs(_ command: [String]) -> Bool {
        (try? ChildProcess(command, environment: ProcessInfo.processInfo.environment, errors: .null))?.status() == 0
    }
}

/// A file system that can be filled up; it is gone when the test is over.
final class TemporaryFileSystem {
    private let folder: TestFolder

    init(megabytes: Int) throws {
        folder = try TestFolder()
        let size = "size=\(megabytes)m"
        try #require(Means.runs("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.path), "tmpfs cannot be mounted")
    }

    // Lazily: a program that was left behind by a failed test must not keep it.
    deinit { _ = Means.runs("umount", "-l", folder.path) }

    func file(_ name: String) -> String { folder.file(name) }

    var names: [String] { folder.names }

    /// - Parameter option: `ro` or `rw`.
    func remount(_ option: String) throws {
        try #require(Means.runs("mount", "-o", "remount,\(option)", folder.path), "tmpfs cannot be mounted anew")
    }

    /// Takes all space but `pages` pages of 4 KiB.
    func fill(leaving pages: Int) throws {
        try freeSpace()
        let rest = try freePages() - pages
        try Data(count: rest * 4_096).write(to: URL(filePath: file("ballast")))
        try #require(try freePages() == pages)
    }

    /// Takes files away; they may have gone by themselves.
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
