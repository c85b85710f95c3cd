// `report`: the interviews and the file that it writes, and its error messages.

import Foundation
import TestSupport
import Testing

@Suite struct ReportTests {
    private let folder: TestFolder
    private var database: String { folder.file("db") }
    private var page: String { folder.file("page.html") }

    init() throws {
        folder = try TestFolder()
        let requests = ["kp_alice", "kp_bob"].map {
            #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{"session":{"userId":"\#($0)"},"#
                + #""technologies":["Swift"],"context":"Secret of \#($0).","duration":30}}"#
        }
        #expect(try Program("--database", database).converse(requests.joined(separator: "\n")).count == 2)
    }

    /// Runs `report`, and returns its status and its message.
    private func report(
        _ arguments: String..., environment: [String: String] = [:], under: [String] = []
    ) throws -> (status: Int32, said: String) {
        let program = try Program(arguments: ["report"] + arguments, under: under, environment: environment)
        let status = try program.status()
        #expect(program.converse("").count == (status == 0 ? 1 : 0))
        return (status, program.errorText())
    }

    @Test(arguments: [
        ("kp_alice", "1 interview of kp_alice"), ("kp_bob", "2 interviews of kp_bob"),
        ("kp_carol", "no interviews of kp_carol"),
    ]) func `one line names what was written, also when the page goes to standard output`(
        _ user: String, _ expected: String
    ) throws {
        _ = try Program("--database", database).converse(
            Ledger.create(1).replacing("kp_alice", with: "kp_bob"))
        let options = ["report", "--database", database, "--user", user, "--output"]
        let toFile = try Program(arguments: options + ["page.html"], under: ["-C", folder.path])
        #expect(toFile.converse("") == ["page.html: \(expected)"])
        #expect(try toFile.status() == 0 && toFile.errorText().isEmpty)
        let printed = try Program(arguments: options + ["-"])
        let lines = printed.converse("").joined(separator: "\n")
        #expect(lines.hasPrefix("<!DOCTYPE html>") && lines.hasSuffix("</html>"))
        #expect(try printed.status() == 0)
        #expect(printed.errorText() == "standard output: \(expected)\n")
        #expect(!folder.names.contains("-"))
    }

    private func text(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

    @Test func `the page has the interviews of one user, and of no other`() throws {
        let (status, said) = try report("--database", database, "--user", "kp_alice", "--output", page)
        #expect(status == 0 && said.isEmpty)
        let text = try text(page)
        #expect(text.hasPrefix("<!DOCTYPE html>") && text.hasSuffix("</html>\n"))
        #expect(text.contains("Secret of kp_alice.") && !text.contains("kp_bob"))
        #expect(try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int == 0o600)
    }

    @Test func `options may come from the environment, and the output may be a relative path`() throws {
        let environment = [
            "VOICE_INTERVIEWS_USER": "kp_bob", "VOICE_INTERVIEWS_DATABASE": database, "TZ": "Asia/Tokyo",
        ]
        let (status, said) = try report(
            "--output", "page.html", "--language", "fr", environment: environment, under: ["-C", folder.path])
        #expect(status == 0 && said.isEmpty)
        #expect(try text(page).contains("fuseau horaire Asia/Tokyo") && text(page).contains("Secret of kp_bob."))
    }

    @Test(arguments: ["db", "db-wal", "db-shm", "db-lock", "./db-wal", "link", "other", "other-wal", "other-shm"])
    func `a database and its files are never replaced`(_ name: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: database)
        #expect(
            try Program("--database", folder.file("other")).converse(#"{"jsonrpc":"2.0","id":1,"method":"x"}"#).count
                == 1)
        let before = try Data(contentsOf: URL(filePath: database))
        let (status, said) = try report("--database", database, "--user", "kp_alice", "--output", folder.file(name))
        #expect(status == 64 && said.contains("is a database, or a file that belongs to one."))
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
        let other = try Data(contentsOf: URL(filePath: folder.file("other")))
        #expect(String(decoding: other.prefix(15), as: UTF8.self) == "SQLite format 3")
    }

    @Test func `the WAL of a database that is opened by a link is not replaced`() throws {
        let link = folder.file("elsewhere")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: database)
        let (status, said) = try report(
            "--database", link, "--user", "kp_alice", "--output", folder.path + "/./db-wal")
        #expect(status == 64 && said.contains("is a database, or a file that belongs to one."))
    }

    @Test func `an existing file is replaced`() throws {
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: page)
        #expect(try report("--database", database, "--user", "kp_alice", "--output", page).status == 0)
        #expect(try text(page).hasPrefix("<!DOCTYPE html>"))
        #expect(try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int == 0o600)
        #expect(folder.names == ["db", "db-lock", "page.html"])
    }

    /// A link to a file, a dangling one, and one to standard output, like `/dev/stdout`.
    @Test(arguments: ["page.html", "nowhere", "/proc/self/fd/1"])
    func `a link is refused, and its target stays unchanged`(_ target: String) throws {
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
        let link = folder.file("link.html")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let program = try Program(
            arguments: ["report", "--database", database, "--user", "kp_alice", "--output", link],
            standardOutput: FileHandle(forWritingAtPath: page))
        #expect(try program.status() == 73)
        #expect(
            program.errorText()
                == "voice-interviews: \(link) is a symbolic link; give its target, or - for standard output.\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
        #expect(try text(page) == "before")
        #expect(folder.names == ["db", "db-lock", "link.html", "page.html"])
    }

    @Test func `what is not a regular file is refused`() throws {
        for path in [folder.path, folder.path + "/", "/dev/null"] {
            let (status, said) = try report("--database", database, "--user", "kp_alice", "--output", path)
            #expect(status == 73 && said == "voice-interviews: \(path) is not a regular file.\n")
        }
    }

    @Test(
        arguments: [
            (["--user", "kp_alice"], 64, "--output"),
            (["--output", "x"], 64, "the user is missing: give --user or VOICE_INTERVIEWS_USER."),
            (["--output", "x", "--user", ""], 64, "--user must be a user id"),
            (["--output", "", "--user", "a"], 64, "--output must not be empty."),
            (["--output", "x", "--user", "a", "--language", "de"], 64, "--language"),
            (
                ["--output", "x", "--user", "a", "--time-zone", "Mars/Base"], 64,
                "--time-zone must be the name of a time zone"
            ),
            (
                ["--output", "x", "--user", "a", "--time-zone", "CET"], 64,
                "--time-zone must be the name of a time zone"
            ),
            (["--output", "x", "--user", "a", "--database", ":memory:"], 64, ":memory: contains no interviews"),
            (["--output", "x", "--user", "a", "--database", "/none/db"], 66, "/none/db does not exist."),
            (["--output", "x", "--user", "a", "--database", "/tmp"], 74, "/tmp is not a regular file."),
            (
                ["--output", "x", "--user", "a", "--database", "/etc/passwd"], 65,
                "/etc/passwd is not an SQLite database."
            ),
        ] as [([String], Int32, String)])
    func `an impossible request is refused in one sentence`(
        _ arguments: [String], _ expected: Int32, _ sentence: String
    ) throws {
        let options = arguments.contains("--database") ? arguments : arguments + ["--database", database]
        let program = try Program(arguments: ["report"] + options, under: ["-C", folder.path])
        #expect(try program.status() == expected)
        let said = program.errorText()
        #expect(said.contains(sentence), "\(said)")
        #expect(folder.names == ["db", "db-lock"])
    }

    @Test func `a database that does not exist is not created`() throws {
        let missing = folder.file("other/db")
        #expect(try report("--database", missing, "--user", "a", "--output", page).status == 66)
        let link = folder.file("dangling")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.file("nowhere"))
        #expect(try report("--database", link, "--user", "a", "--output", page).status == 66)
        #expect(folder.names == ["dangling", "db", "db-lock"])
    }

    @Test func `a page that cannot be written leaves nothing behind`() throws {
        let missing = folder.file("none/page.html")
        let (status, said) = try report("--database", database, "--user", "kp_alice", "--output", missing)
        #expect(status == 73 && said == "voice-interviews: \(missing) cannot be created: No such file or directory.\n")
        let unwritable = "/proc/page.html"
        #expect(try report("--database", database, "--user", "kp_alice", "--output", unwritable).status == 73)
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
        // The page exceeds the limit of 64 KiB, and SQLite's files do not.
        #expect(try Program("--database", database).converse(Ledger.create(1, length: 90_000)).count == 1)
        let limited = try report(
            "--database", database, "--user", "kp_alice", "--output", page,
            under: ["sh", "-c", "ulimit -f 128; exec \"$@\"", "sh"])
        #expect(
            limited.status == 74 && limited.said == "voice-interviews: \(page) cannot be written: File too large.\n")
        #expect(try text(page) == "before" && folder.names == ["db", "db-lock", "page.html"])
    }

    @Test(
        .enabled(if: Means.strace, "strace cannot be run here"),
        arguments: [
            ("fchmod", 74, "written"), ("fsync", 74, "written"), ("rename", 73, "created"),
        ] as [(String, Int32, String)])
    func `after any failure the existing page is unchanged`(
        _ call: String, _ expected: Int32, _ what: String
    ) throws {
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
        let (status, said) = try report(
            "--database", database, "--user", "kp_alice", "--output", page,
            under: ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=\(call):error=EIO"])
        #expect(status == expected && said == "voice-interviews: \(page) cannot be \(what): Input/output error.\n")
        #expect(try text(page) == "before" && folder.names == ["db", "db-lock", "page.html"])
    }

    @Test(.enabled(if: Means.tmpfs, "tmpfs cannot be mounted here"))
    func `after a full disk the existing page is unchanged`()
        throws
    {
        let disk = try TemporaryFileSystem(megabytes: 1)
        let page = disk.file("page.html")
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
        try disk.fill(leaving: 2)
        let (status, said) = try report("--database", database, "--user", "kp_alice", "--output", page)
        #expect(status == 74 && said == "voice-interviews: \(page) cannot be written: No space left on device.\n")
        #expect(try text(page) == "before")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: page).deletingLastPathComponent().path)
        #expect(names.sorted() == ["ballast", "page.html"])
        try disk.freeSpace()
        #expect(try report("--database", database, "--user", "kp_alice", "--output", page).status == 0)
    }

    @Test(arguments: ["kp_alice", "kp_bob"]) func `a damaged interview gives no page`(_ user: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: database))
        let bytes = try #require(try file.readToEnd())
        let place = try #require(bytes.range(of: Data("Secret of kp_alice".utf8))).lowerBound
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: Data("Secreu".utf8))
        try file.close()
        let (status, said) = try report("--database", database, "--user", user, "--output", page)
        if user == "kp_alice" {
            #expect(status == 65 && said == "voice-interviews: \(database) contains damaged rows.\n")
            #expect(folder.names == ["db", "db-lock"])
        } else {
            #expect(status == 0 && said.isEmpty)
        }
    }

    @Test func `a database in use is read in one snapshot`() throws {
        let writer = try Program("--database", database)
        let created = try writer.call(Ledger.create(1))
        #expect(created.contains(#""result""#))
        #expect(try report("--database", database, "--user", "kp_alice", "--output", page).status == 0)
        #expect(try text(page).contains("<li>2 not started</li>"))
        try writer.endInput()
        #expect(try writer.status() == 0)
    }

    @Test func `help describes how the file is written`() throws {
        let program = try Program("report", "--help")
        let text = program.converse("").joined(separator: "\n")
        for part in ["--user", "--output", "--language", "--time-zone", "--database", "0600", "link", "en, fr"] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
