// Paths that cannot be used, or are probably mistakes: each is refused with a message, and nothing is left behind.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct DatabasePathTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func end(
        _ arguments: [String], environment: [String: String] = [:], under: [String] = []
    ) throws -> (status: Int32, said: String) {
        let program = try Program(arguments: arguments, under: under, environment: environment)
        #expect(program.converse("").isEmpty)
        return (try program.status(), program.errorText())
    }

    @Test(
        arguments: [
            (["--database", "~/db"], [:], 64, "--database"), (["--database", "~alice/db"], [:], 64, "--database"),
            ([], ["VOICE_INTERVIEWS_DATABASE": "~/db"], 78, "VOICE_INTERVIEWS_DATABASE"),
            ([], ["DATABASE_URL": "file:~/db"], 78, "DATABASE_URL"),
            (["--database", "db", "--jwks", "~/keys", "--issuer", "https://x"], [:], 64, "--jwks"),
            (
                ["--database", "db"], ["VOICE_INTERVIEWS_JWKS": "~/keys", "VOICE_INTERVIEWS_ISSUER": "https://x"], 78,
                "VOICE_INTERVIEWS_JWKS"
            ),
            (["report", "--database", "db", "--user", "a", "--output", "~/page"], [:], 64, "--output"),
            (["replay", "~/README.md"], [:], 64, "FILE"),
        ] as [([String], [String: String], Int32, String)])
    func `a tilde that no shell has expanded is refused with advice`(
        _ arguments: [String], _ environment: [String: String], _ expected: Int32, _ source: String
    ) throws {
        let environment = environment.merging(["HOME": folder.path]) { $1 }
        let (status, said) = try end(arguments, environment: environment, under: ["-C", folder.path])
        #expect(status == expected)
        #expect(said.hasPrefix("voice-interviews: \(source) begins with ~, which only a shell expands;"), "\(said)")
        #expect(folder.names.isEmpty)
    }

    @Test func `a name may begin with a tilde`() throws {
        #expect(try end(["--database", "./~db"], under: ["-C", folder.path]).status == 0)
        #expect(folder.names == ["~db", "~db-lock"])
    }

    @Test func `a missing folder is created, but not its parent`() throws {
        #expect(try end(["--database", folder.file("a/db")]).status == 0)
        let (status, said) = try end(["--database", folder.file("b/c/db")])
        #expect(status == 73)
        #expect(
            said
                == "voice-interviews: \(folder.file("b/c/db")) cannot be created: the folder \(folder.file("b")) does not exist.\n"
        )
        #expect(folder.names == ["a"])
    }

    @Test func `nothing can be created below a regular file`() throws {
        try "".write(toFile: folder.file("file"), atomically: false, encoding: .utf8)
        for path in ["file/db", "file/folder/db"] {
            let (status, said) = try end(["--database", folder.file(path)])
            #expect(status == 73)
            #expect(said == "voice-interviews: \(folder.file(path)) cannot be created: Not a directory.\n")
        }
        let report = ["report", "--user", "a", "--output", folder.file("page"), "--database", folder.file("file/db")]
        #expect(try end(report).status == 66)
        #expect(folder.names == ["file"])
    }

    /// A path of the greatest length that SQLite supports, and one that is a byte longer.
    @Test(arguments: [0, 1]) func `paths and file names have limits`(_ excess: Int) throws {
        let name = String(repeating: "n", count: 247 + excess * 100)
        let short = try end(["--database", folder.file(name)])
        var path = folder.path
        while path.utf8.count < 400 { path += "/" + String(repeating: "d", count: 40) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let long = path + "/folder/" + String(repeating: "n", count: 500 + excess - path.utf8.count - 8)
        let (status, said) = try end(["--database", long])
        if excess == 0 {
            #expect(short.status == 0 && status == 0, "\(said)")
        } else {
            #expect(
                short.status == 73 && short.said.hasSuffix(" of more than 247 bytes.\n"), "\(short.said)")
            #expect(status == 73 && said.hasSuffix(" of more than 500 bytes.\n"), "\(said)")
            #expect(folder.names.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
        }
    }

    @Test func `no umask removes permissions that the owner needs`() throws {
        let under = ["sh", "-c", "umask 777; exec \"$@\"", "sh"]
        #expect(try end(["--database", folder.file("a/db")], under: under).status == 0)
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
        }
        #expect(try mode("a") == 0o700 && mode("a/db") == 0o600 && mode("a/db-lock") == 0o600)
    }

    @Test func `a relative path in a deleted working folder is refused`() throws {
        let script = "mkdir gone && cd gone && rmdir ../gone && exec \"$@\""
        let (status, said) = try end(["--database", "db"], under: ["-C", folder.path, "sh", "-c", script, "sh"])
        #expect(
            status == 73 && said == "voice-interviews: db cannot be created: No such file or directory.\n", "\(said)")
    }

    @Test(arguments: [0o600, 0o644, 0o660, 0o664])
    func `a user who may only read a database cannot lock it`(_ mode: mode_t) throws {
        let path = folder.file("db")
        #expect(try end(["--database", path]).status == 0)
        #expect(unsafe chmod(path, mode) == 0)
        #expect(try end(["--database", path]).status == 0)
        var status = stat()
        #expect(unsafe stat(path + "-lock", &status) == 0)
        #expect(status.st_mode & 0o777 == (mode & 0o020 == 0 ? 0o600 : 0o660))
    }

    @Test(arguments: ["a second name", "some content"])
    func `a file at the path of the lock that is not a lock is left unchanged`(_ kind: String) throws {
        let (path, other) = (folder.file("db"), folder.file("other"))
        try (kind == "some content" ? kind : "").write(toFile: other, atomically: false, encoding: .utf8)
        #expect(unsafe chmod(other, 0o640) == 0)
        if kind == "some content" {
            #expect(unsafe rename(other, path + "-lock") == 0)
        } else {
            #expect(unsafe link(other, path + "-lock") == 0)
        }
        let (code, said) = try end(["--database", path])
        #expect(code == 74 && said.hasSuffix("with -lock appended, that is not its lock.\n"), "\(said)")
        var status = stat()
        #expect(unsafe stat(path + "-lock", &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test func `the lock has the mode and the owner of its database, like the WAL`() throws {
        let path = folder.file("db")
        #expect(try end(["--database", path]).status == 0)
        #expect(unsafe chmod(path, 0o660) == 0)
        // Only root may change the owner of a file.
        let isRoot = geteuid() == 0
        if isRoot { #expect(unsafe chown(path, 65_534, 65_534) == 0) }
        #expect(try Program("--database", path).call(Ledger.create(1)).contains("result"))
        for suffix in ["-lock", "-wal", "-shm"] {
            var status = stat()
            #expect(unsafe stat(path + suffix, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o660, "\(suffix)")
            #expect(!isRoot || status.st_uid == 65_534, "\(suffix)")
        }
    }

    @Test func `the URL of another database is refused with advice`() throws {
        let (status, said) = try end([], environment: ["DATABASE_URL": "postgresql://localhost/x"])
        #expect(status == 78 && said.contains("--database") && said.contains("VOICE_INTERVIEWS_DATABASE"))
    }
}
