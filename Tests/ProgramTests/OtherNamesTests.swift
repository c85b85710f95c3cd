// One file under two names: each would have its own WAL and lock, and answered writes would be lost.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct OtherNamesTests {
    private let folder: TestFolder
    private let path: String

    init() throws {
        folder = try TestFolder()
        path = folder.file("db")
        var ledger = Ledger()
        let program = try Program("--database", path)
        try ledger.write(2, to: program)
        try program.endInput()
        #expect(try program.status() == 0)
    }

    private func expectRefusal(_ path: String, _ what: String) throws {
        let names = folder.names
        for command in [[], ["report", "--user", "kp_alice", "--output", folder.file("page.html")]] {
            let program = try Program(arguments: command + ["--database", path])
            #expect(program.converse("").isEmpty)
            #expect(try program.status() == 74)
            let said = program.errorText()
            #expect(said.hasPrefix("voice-interviews: \(path) \(what)") && said.hasSuffix(".\n"), "\(said)")
        }
        #expect(folder.names == names)
    }

    @Test func `a file with a second link is refused under both names until one is removed`() throws {
        let second = folder.file("second")
        try #require(unsafe link(path, second) == 0)
        try expectRefusal(path, "has more than one name (hard links)")
        try expectRefusal(second, "has more than one name (hard links)")
        unsafe unlink(second)
        #expect(try Program("--database", path).call(Ledger.stats(1)).contains(#""total":2"#))
    }

    @Test(arguments: [Ledger.create(2), Ledger.stats(2)])
    func `a second link that is created while the program runs ends it, and nothing answered is lost`(
        _ request: String
    ) throws {
        let program = try Program("--database", path)
        #expect(try program.call(Ledger.create(1)).contains("result"))
        try #require(unsafe link(path, folder.file("second")) == 0)
        var answer = ""
        // Reads check the files only every 50 ms.
        try wait {
            answer = try program.call(request)
            return answer.contains("error")
        }
        #expect(answer.contains(#""error":{"code":500,"#))
        #expect(try program.status() == 74)
        #expect(program.errorText().contains("given another name"))
        unsafe unlink(path)
        #expect(try Program("--database", folder.file("second")).call(Ledger.stats(1)).contains(#""total":"#))
    }

    @Test func `a file that was moved while a program runs is refused at its new path until that ends`() throws {
        let program = try Program("--database", path)
        #expect(try program.call(Ledger.create(1)).contains("result"))
        let moved = folder.file("moved")
        try #require(unsafe rename(path, moved) == 0)
        let other = try Program("--database", moved)
        #expect(try other.status() == 74)
        #expect(
            other.errorText()
                == "voice-interviews: \(moved) is in use by a process that opened it under another name; end that process first.\n"
        )
        try program.endInput()
        #expect(try program.status() == 0)
        #expect(try Program("--database", moved).call(Ledger.stats(1)).contains(#""total":3"#))
    }

    /// Containers can mount a single file instead of its folder.
    @Test(.enabled(if: Means.tmpfs, "a file system cannot be mounted here"))
    func `a file that is a mount point is refused, and a folder that is one is not`() throws {
        let mounted = folder.file("mounted")
        _ = FileManager.default.createFile(atPath: mounted, contents: nil)
        try #require(Means.runs("mount", "--bind", path, mounted))
        defer { _ = Means.runs("umount", "-l", mounted) }
        try expectRefusal(mounted, "is mounted by itself")
        let elsewhere = try TestFolder()
        try #require(Means.runs("mount", "--bind", folder.path, elsewhere.path))
        defer { _ = Means.runs("umount", "-l", elsewhere.path) }
        #expect(try Program("--database", elsewhere.file("db")).call(Ledger.stats(1)).contains(#""total":2"#))
    }
}
