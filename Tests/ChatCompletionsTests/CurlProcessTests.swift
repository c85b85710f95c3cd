// The process curl: what it is given, what others see of it, and that nothing is left of it.

import ChatCompletions
import Foundation
import Synchronization
import TestSupport
import Testing
import ToolSupport

@Suite struct CurlProcessTests {
    /// The words of a file in `/proc` that are separated by zero bytes.
    private func words(_ path: String) -> [String] {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
    }

    @Test func `the key is in no list of processes`() throws {
        let server = try ModelServer([.held(.completion("good"))])
        var asking = Asking(server)
        asking.key = "sk-\(UUID().uuidString)"
        let key = Data(try #require(asking.key).utf8)
        let call = Call(asking)
        try server.waitForRequests(1)
        let curl = try #require(asking.processes.first)
        #expect(words(curl + "/cmdline") == ["curl", "-q", "--config", "-"])
        #expect(words(curl + "/environ") == [asking.mark])
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            for file in ["cmdline", "environ"] {
                #expect(FileManager.default.contents(atPath: "/proc/\(process)/\(file)")?.firstRange(of: key) == nil)
            }
        }
        server.release()
        #expect(try call.result() == .success("good"))
    }

    @Test func `curl inherits no descriptor, and its standard streams are not those of this process`() throws {
        let folder = try TestFolder()
        // Without O_CLOEXEC.
        let inherited = unsafe open(folder.file("inherited"), O_RDWR | O_CREAT, 0o600)
        defer { close(inherited) }
        let server = try ModelServer([.held(.completion("good"))])
        let asking = Asking(server)
        let call = Call(asking)
        try server.waitForRequests(1)
        let curl = try #require(asking.processes.first)
        let files = FileManager.default
        let targets = try files.contentsOfDirectory(atPath: curl + "/fd").reduce(into: [:]) { targets, name in
            targets[name] = try files.destinationOfSymbolicLink(atPath: "\(curl)/fd/\(name)")
        }
        #expect(!targets.values.contains { $0.contains("inherited") })
        #expect(["0", "3"].allSatisfy { targets[$0]?.hasPrefix("/memfd:") == true })
        #expect(["1", "2"].allSatisfy { targets[$0]?.hasPrefix("pipe:") == true })
        server.release()
        #expect(try call.result() == .success("good"))
    }

    /// The set of signals in a field of a file `/proc/PID/status`.
    private func signals(_ field: String, in path: String) throws -> UInt64 {
        let status = try String(contentsOfFile: path, encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(field):\t") })
        // Without the two real-time signals that glibc keeps for itself.
        return try #require(UInt64(line.dropFirst(8), radix: 16)) & ~(0b11 << 31)
    }

    @Test func `curl ignores no signal that this process ignores`() throws {
        let folder = try TestFolder()
        // They stay ignored: other tests rely on it.
        for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
        var asking = Asking("http://127.0.0.1:1")
        asking.environment["PATH"] = Asking.searchPath
        // Not curl itself, which ignores SIGPIPE by its own decision.
        asking.curl = try script("cat /proc/self/status >'\(folder.file("status"))'", in: folder)
        #expect(try asking.outcome() == .failure(.unreachable))
        #expect(try signals("SigIgn", in: folder.file("status")) == 0)
    }

    @Test func `curl blocks no signal that this thread blocks`() throws {
        let server = try ModelServer([.held(.completion("good"))])
        let asking = Asking(server)
        let isOver = Mutex(false)
        Thread.detachNewThread {
            var signals = sigset_t()
            unsafe sigemptyset(&signals)
            for number in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, number) }
            unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
            _ = try? asking.outcome()
            isOver.withLock { $0 = true }
        }
        try server.waitForRequests(1)
        #expect(try signals("SigBlk", in: #require(asking.processes.first) + "/status") == 0)
        server.release()
        try wait { isOver.withLock { $0 } }
    }

    @Test func `a .curlrc changes nothing`() throws {
        let folder = try TestFolder()
        let stolen = folder.file("stolen")
        try "output = \"\(stolen)\"\n".write(toFile: folder.file(".curlrc"), atomically: true, encoding: .utf8)
        let server = try ModelServer([.completion("good")])
        // It does change what curl does without `-q`.
        let plain = try ChildProcess.run(
            [Asking.curlPath(), "--silent", server.url], environment: ["HOME": folder.path])
        #expect(plain.status == 0 && plain.output.isEmpty && FileManager.default.fileExists(atPath: stolen))
        try FileManager.default.removeItem(atPath: stolen)
        var asking = Asking(server)
        for name in ["HOME", "CURL_HOME", "XDG_CONFIG_HOME"] { asking.environment[name] = folder.path }
        #expect(try asking.outcome() == .success("good"))
        #expect(!FileManager.default.fileExists(atPath: stolen))
    }

    @Test func `the environment decides about proxies, but on this machine there is none`() throws {
        let (server, proxy) = (try ModelServer([.completion("good")]), try ModelServer([.completion("by proxy")]))
        var asking = Asking("http://model.invalid/v1")
        asking.environment["http_proxy"] = "http://127.0.0.1:\(proxy.port)"
        #expect(try asking.outcome() == .success("by proxy"))
        #expect(proxy.requests.map(\.path) == ["http://model.invalid/v1/chat/completions"])
        var direct = Asking(server)
        direct.environment = asking.environment
        #expect(try direct.outcome() == .success("good"))
    }

    /// The outcome with a script in place of curl.
    private func outcome(_ lines: String, timeout: Int = 600) throws -> Outcome {
        let folder = try TestFolder()
        var asking = Asking("http://127.0.0.1:1")
        asking.environment["PATH"] = Asking.searchPath
        asking.timeout = timeout
        asking.curl = try script(lines, in: folder)
        let outcome = try asking.outcome()
        // All that the script has started has ended, too.
        try wait { asking.processes.isEmpty }
        return outcome
    }

    @Test func `a process that hangs is given up in time`() throws {
        #expect(try outcome("exec 1>&- 2>&-; sleep 1000", timeout: 1) == .failure(.timeout))
        // A slow machine has not started the shell in time.
        try inTime { try outcome("echo HTTP/1.1 200 OK >&2; sleep 1000; echo", timeout: 1) == .failure(.timeout, 200) }
    }

    @Test func `headers have at most 64 KiB`() throws {
        let endless = "echo HTTP/1.1 200 OK >&2; yes X: Y >&2"
        #expect(try outcome(endless) == .failure(.badAnswer, 200))
    }

    @Test func `a process that fails or says nothing is an unreachable server`() throws {
        #expect(try outcome("exit 7") == .failure(.unreachable))
        #expect(try outcome("exit 0") == .failure(.unreachable))
        #expect(try outcome("kill -9 $$") == .failure(.unreachable))
        #expect(try outcome("echo HTTP/1.1 100 Continue >&2") == .failure(.unreachable))
        #expect(try outcome("echo HTTP/1.1 200 OK >&2; exit 18") == .failure(.unreachable, 200))
    }

    @Test func `the final response counts`() throws {
        let heads = "printf 'HTTP/1.1 103 Early Hints\\r\\n\\r\\nHTTP/2 404 \\r\\nX: Y\\r\\n\\r\\n' >&2"
        #expect(try outcome(heads) == .failure(.refused, 404))
    }

    /// The descriptors of this thread, once it has a table of its own.
    private static func descriptors() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/thread-self/fd").sorted()
    }

    @Test func `fifty calls leave no descriptor and no process behind`() throws {
        let server = try ModelServer([.completion("good")])
        let (before, after) = try withOwnDescriptors {
            let before = try Self.descriptors()
            for _ in 0..<50 where try Asking(server).outcome() != .success("good") { throw Missing() }
            return (before, try Self.descriptors())
        }
        #expect(before == after)
        try wait { try endedChildren().isEmpty }
    }

    @Test func `a call needs no standard streams`() throws {
        let server = try ModelServer([.completion("good")])
        let outcome = try withOwnDescriptors {
            for descriptor in Int32(0)...3 { close(descriptor) }
            return try Asking(server).outcome()
        }
        #expect(outcome == .success("good"))
    }
}
