// How the program starts and ends: options, environment, end of input, signals, closed pipes.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

@Suite struct OptionTests {
    @Test(
        arguments: [
            (["--database", ""], [:], 64, "--database must not be empty."),
            (["--database", "postgres://host/db"], [:], 64, "--database must be the path of a file, not a URL."),
            (["--user", ""], [:], 64, "--user must be a user id"),
            (["--user", "a\tb"], [:], 64, "--user must be a user id"),
            (["--log-level", "loud"], [:], 64, "--log-level"), (["--log-format", "xml"], [:], 64, "--log-format"),
            (["--nonsense"], [:], 64, "--nonsense"), (["nonsense"], [:], 64, "nonsense"),
            ([], ["VOICE_INTERVIEWS_DATABASE": ""], 78, "VOICE_INTERVIEWS_DATABASE must not be empty."),
            ([], ["DATABASE_URL": "postgresql://localhost/x"], 78, "DATABASE_URL must begin with \"file:\";"),
            ([], ["DATABASE_URL": "file:"], 78, "DATABASE_URL must not be empty."),
            ([], ["DATABASE_URL": "file://host/x"], 78, "DATABASE_URL must name a local file."),
            ([], ["VOICE_INTERVIEWS_USER": "", "HOME": "/tmp"], 78, "VOICE_INTERVIEWS_USER must be a user id"),
            (
                [], ["VOICE_INTERVIEWS_LOG_LEVEL": "loud", "HOME": "/tmp"], 78,
                "VOICE_INTERVIEWS_LOG_LEVEL must be one of"
            ),
            ([], [:], 78, "the database is missing: give --database"),
            (["--database", "/proc/none/db"], [:], 73, "/proc/none/db cannot be created"),
            (["--database", "/tmp"], [:], 74, "/tmp is not a regular file."),
            (["--database", "/etc/passwd"], [:], 65, "/etc/passwd is not an SQLite database."),
        ] as [([String], [String: String], Int32, String)])
    func `an invalid option ends the program with a status and a message`(
        _ arguments: [String], _ environment: [String: String], status: Int32, sentence: String
    ) throws {
        let program = try Program(arguments: arguments, environment: environment)
        #expect(program.converse("").isEmpty)
        #expect(try program.status() == status)
        #expect(program.errorText().contains(sentence))
    }

    @Test(
        arguments: [
            (["--database", "A"], ["VOICE_INTERVIEWS_DATABASE": "B", "DATABASE_URL": "file:C"], "A"),
            ([], ["VOICE_INTERVIEWS_DATABASE": "B", "DATABASE_URL": "file:C"], "B"),
            ([], ["DATABASE_URL": "file:C?connection_limit=1", "HOME": "H"], "C"),
            ([], ["DATABASE_URL": "file:///C"], "C"),
            ([], ["XDG_DATA_HOME": "D", "HOME": "H"], "D/voice-interviews/interviews.sqlite"),
            ([], ["HOME": "H"], "H/.local/share/voice-interviews/interviews.sqlite"),
        ] as [([String], [String: String], String)])
    func `options and environment determine the path of the database`(
        _ arguments: [String], _ environment: [String: String], expected: String
    ) throws {
        let folder = try TestFolder()
        /// Replaces the letters by paths in the folder.
        func path(_ text: String) -> String {
            text.replacing("file:///", with: "file://\(folder.path)/").replacing(/^(file:)?([A-Z])(\?.*)?$/) {
                "\($0.1 ?? "")\(folder.path)/\($0.2)\($0.3 ?? "")"
            }
        }
        let program = try Program(arguments: arguments.map(path), environment: environment.mapValues(path))
        #expect(program.converse("").isEmpty)
        #expect(try program.status() == 0)
        #expect(FileManager.default.fileExists(atPath: folder.file(expected)))
    }

    @Test(arguments: [
        ("--user \"$BAD\"", 64, "argument 4 is not UTF-8."),
        ("--log-level notice", 78, "VOICE_INTERVIEWS_USER is not UTF-8."),
    ])
    func `an argument that is not UTF-8 is refused`(_ argument: String, status: Int32, sentence: String) throws {
        let script =
            "BAD=$(printf '\\377'); export VOICE_INTERVIEWS_USER=$BAD; exec '\(Program.path)' --database :memory: \(argument)"
        let result = try ChildProcess.run(["/bin/sh", "-c", script])
        #expect(result.status == status)
        #expect(result.errors.contains(sentence))
    }

    @Test func `a pinned program serves its user; the option precedes the environment`() throws {
        let program = try Program(
            arguments: ["--user", "kp_a", "--database", ":memory:"], environment: ["VOICE_INTERVIEWS_USER": "kp_b"])
        let answers = program.converse(
            #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"kp_a"}}}"# + "\n"
                + #"{"jsonrpc":"2.0","id":2,"method":"getVoiceInterviewStats","params":{"session":{"userId":"kp_b"}}}"#)
        #expect(answers.map { $0.contains("\"result\"") } == [true, false])
    }

    @Test func `the version includes that of SQLite`() throws {
        let version = try Program("--version")
        #expect(version.converse("").contains { $0.contains(/voice-interviews \d+\.\d+\.\d+, SQLite 3\.\d+/) })
    }

    @Test(
        arguments: [
            (["--help"], ["[serve] [OPTIONS]", "report", "--database <path>", "--jwks <file>", "--log-level <level>"]),
            (["-h"], ["--database <path>"]), (["help"], ["--database <path>"]),
            (["serve", "--help"], ["--database <path>"]), (["--database", "x", "--help"], ["--database <path>"]),
            (["--help", "report"], ["--output <file>", "--time-zone <name>"]),
            (["help", "report"], ["--output <file>"]), (["report", "--help"], ["--output <file>"]),
            (["--help", "replay"], ["Files with scripts."]),
        ] as [([String], [String])])
    func `help goes to standard output and shows the options of the command`(
        _ arguments: [String], _ parts: [String]
    ) throws {
        let help = try Program(arguments: arguments, environment: ["COLUMNS": "80"])
        let lines = help.converse("")
        let text = lines.joined(separator: "\n")
        #expect(try help.status() == 0)
        #expect(help.errorText().isEmpty)
        for part in parts { #expect(text.contains(part), "\(part)") }
        #expect(arguments.contains("report") == text.contains("--output"))
        // ArgumentParser's help for the other commands has a long line.
        #expect(!text.contains("COMMANDS:") || lines.allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: [("--max-interviews", "2", "interviews"), ("--max-bytes", "10", "bytes")])
    func `a quota is refused beyond its limit, and no option is one without a limit`(
        _ option: String, _ limit: String, _ quota: String
    ) throws {
        func create(_ id: Int) -> String {
            #"{"jsonrpc":"2.0","id":\#(id),"method":"createVoiceInterview","params":[{"userId":"kp_alice"},[],"abc",1]}"#
        }
        let program = try Program("--database", ":memory:", option, limit)
        #expect(try (1...2).allSatisfy { try program.call(create($0)).contains("\"result\"") })
        let refusal = #""data":{"kind":"quotaExceeded","quota":"\#(quota)","limit":\#(limit)}"#
        #expect(try program.call(create(3)).contains(refusal))
        for wrong in ["0", "-1", "1e3", "+5", " 5", "9999999999999999999", ""] {
            let program = try Program("--database", ":memory:", "\(option)=\(wrong)")
            #expect(try program.status() == 64, "\(wrong)")
        }
    }

    @Test func `the README has the options that help shows`() throws {
        let help = try Program("--help").converse("").joined(separator: "\n")
        let shown = help.matches(of: /(?m)^  --([a-z-]+)(?: <([a-z]+)>)?/).map { ("\($0.1)", "\($0.2 ?? "")") }
            .filter { $0.0 != "version" }
        let listed = try contents("README.md").matches(of: /(?m)^\| `--([a-z-]+)(?: ([A-Z]+))?`/).map {
            ("\($0.1)", "\($0.2 ?? "")".lowercased())
        }
        #expect(shown.map(\.0) == listed.map(\.0) && shown.map(\.1) == listed.map(\.1))
        #expect(shown.count == 15)
    }

    @Test(
        arguments: [
            (["--user", "--database", ":memory:"], "--user requires a value, <id>"),
            (["--user"], "--user requires a value, <id>"),
            (["--deterministic=1"], "--deterministic takes no value"), (["serve", "serve"], "unexpected argument"),
            (["--user", "a", "report"], "the command \"report\" must come before all options"),
            (["--help", "nosuch"], "unknown command \"nosuch\""),
            (["--log-level=loud"], "invalid value \"loud\" for --log-level"), (["-x"], "unknown option \"-x\""),
            (["--Database", "x"], "unknown option \"--Database\""), (["--"], "unknown option \"--\""),
        ] as [([String], String)])
    func `an invalid argument is refused and never ignored`(_ arguments: [String], _ sentence: String) throws {
        let program = try Program(arguments: arguments)
        #expect(program.converse("").isEmpty)
        #expect(try program.status() == 64)
        let said = program.errorText()
        #expect(said.hasPrefix("voice-interviews: \(sentence)") && said.hasSuffix("; see --help.\n"))
    }

    @Test func `an option may have its value after an equals sign, and the last one counts`() throws {
        let program = try Program("serve", "--database=:memory:", "--user", "a", "--user=--b", "--deterministic")
        let answer = try program.call(
            #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"--b"}}}"#)
        #expect(answer.contains("result"))
    }

    @Test func `a file that others can read is served with a warning, in text and in JSON`() throws {
        let folder = try TestFolder()
        _ = FileManager.default.createFile(
            atPath: folder.file("db"), contents: nil, attributes: [.posixPermissions: 0o644])
        for format in ["text", "json"] {
            let program = try Program("--database", folder.file("db"), "--log-format", format)
            #expect(program.converse("").isEmpty)
            #expect(try program.status() == 0)
            let log = program.errorText()
            #expect(log.contains("the database can be read by other users") && log.hasSuffix("\n"))
            #expect(format == "text" || log.contains(#""level":"warning""#))
        }
    }
}

@Suite struct EndingTests {
    private static let stats =
        #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"u"}}}"#
    private static let create =
        #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{"session":{"userId":"u"},"technologies":[],"context":"","duration":1}}"#

    @Test func `nothing is written before the first request, and an idle program ends at the end of input`() throws {
        let program = try Program("--database", ":memory:")
        let start = ContinuousClock.now
        #expect(program.converse("").isEmpty)
        #expect(try program.status() == 0)
        print("started and ended in \(ContinuousClock.now - start)")
    }

    @Test func `the last line needs no line feed`() throws {
        let program = try Program("--database", ":memory:")
        #expect(program.converse(Self.stats + "\n" + Self.stats).count == 2)
        #expect(try program.status() == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal ends an idle program with status 0 and discards an incomplete line`(_ number: Int32) throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        _ = try program.call(Self.create)
        try program.send(Self.create)
        program.signal(number)
        #expect(try program.status() == 0)
        #expect(program.line() == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.file("db-wal")))
        let next = try Program("--database", folder.file("db"))
        #expect(try next.call(Self.stats).contains(#""total":1"#))
    }

    @Test func `a signal ends an idle program at once, also while the lock is held`() throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        _ = try program.call(Self.stats)
        let holder = unsafe open(folder.file("db-lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(holder, LOCK_EX) == 0)
        let start = ContinuousClock.now
        program.signal(SIGTERM)
        #expect(try program.status() == 0)
        print("ended \(ContinuousClock.now - start) after a signal, while another process holds the lock")
        close(holder)
    }

    @Test func `a signal cancels the wait for another process: the waiting writes are refused`() throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        _ = try program.call(Self.create)
        let holder = unsafe open(folder.file("db-lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(holder, LOCK_EX) == 0)
        try program.send(Self.create + "\n" + Self.create + "\n")
        try program.isWaitingForLock()
        program.signal(SIGTERM)
        for _ in 0..<2 { #expect(try #require(program.line()).contains("\"kind\":\"unavailable\"")) }
        #expect(program.line() == nil)
        #expect(try program.status() == 0)
        close(holder)
        let next = try Program("--database", folder.file("db"))
        #expect(try next.call(Self.stats).contains(#""total":1"#))
    }

    @Test func `a signal ends a program that waits to open its database`() throws {
        let folder = try TestFolder()
        _ = try Program("--database", folder.file("db")).converse("")
        let holder = unsafe open(folder.file("db-lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(holder, LOCK_EX) == 0)
        try inTime {
            let program = try Program("--database", folder.file("db"))
            try program.isWaitingForLock()
            program.signal(SIGTERM)
            let (status, said) = (try program.status(), program.errorText())
            guard !said.hasSuffix(" is held by another process.\n") else { return false }
            #expect(status == 0 && said.isEmpty)
            return true
        }
        close(holder)
    }

    @Test func `a signal under load ends the program in order: exactly what is stored was answered`()
        throws
    {
        let folder = try TestFolder()
        var answered = 0
        for round in 0..<30 {
            let program = try Program("--database", folder.file("db"))
            for _ in 0...round {
                _ = try program.call(Self.create)
                answered += 1
            }
            try program.send(String(repeating: Self.create + "\n", count: 1 + round * 10))
            program.signal([SIGTERM, SIGINT, SIGHUP][round % 3])
            while program.line() != nil { answered += 1 }
            #expect(try program.status() == 0)
        }
        let next = try Program("--database", folder.file("db"))
        let stats = try next.call(Self.stats)
        let total = try #require(stats.firstMatch(of: /"total":(\d+)/).flatMap { Int($0.1) })
        #expect(total == answered)
    }

    @Test(arguments: [("HUP", SIGHUP), ("INT", SIGINT)])
    func `a signal that the program was started to ignore is ignored`(_ name: String, _ number: Int32) throws {
        let program = try Program(
            arguments: ["--database", ":memory:"], under: ["sh", "-c", "trap '' \(name); exec \"$@\"", "sh"])
        #expect(try program.call(Self.create).contains("result"))
        program.signal(number)
        #expect(try program.call(Self.stats).contains(#""total":1"#))
        program.signal(SIGTERM)
        #expect(try program.status() == 0)
    }

    @Test func `a signal ends a program whose answers are not read`() throws {
        let program = try Program("--database", ":memory:")
        let line = Self.create + "\n"
        // More answers than the pipe holds: the program blocks until they are read.
        try program.send(String(repeating: line, count: 300))
        try program.send(String(repeating: line, count: 300))
        program.signal(SIGTERM)
        #expect(try program.status() == 0)
    }

    @Test func `a closed output ends the program with status 74, and what was requested is stored`() throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        _ = try program.call(Self.create)
        try program.closeOutput()
        try program.send(Self.create + "\n")
        #expect(try program.status() == 74)
        #expect(program.errorText().contains("standard output cannot be written."))
        let next = try Program("--database", folder.file("db"))
        #expect(try next.call(Self.stats).contains(#""total":2"#))
    }
}
