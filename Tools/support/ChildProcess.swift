// Child processes: how they are started, and how they end.

internal import FoundationEssentials
public import Glibc
internal import Synchronization

/// Held while a pipe is made and while a process is started: a child would else inherit a pipe whose ends are not yet
/// closed on exec, and whoever reads from that pipe would wait for the child's end.
private let starting = Mutex(())

/// Both ends of a pipe. A child inherits neither; it gets those that it is started with.
public struct PipeEnds: Sendable {
    public let reading: Int32
    public let writing: Int32

    public init() throws(Failure) {
        let ends = try starting.withLock { _ throws(Failure) in
            var ends: [Int32] = [0, 0]
            guard unsafe pipe(&ends) == 0 else { throw .system("pipe") }
            for end in ends where fcntl(end, F_SETFD, FD_CLOEXEC) != 0 { throw .system("fcntl") }
            return ends
        }
        (reading, writing) = (ends[0], ends[1])
    }
}

/// A process that this one has started.
public struct ChildProcess: Sendable {
    /// Where a standard stream of a child leads.
    public enum Stream: Sendable {
        /// To `/dev/null`.
        case null

        /// To where this process's own leads.
        case inherited

        case descriptor(Int32)

        /// To the end of the file with this path, which is made if there is none.
        case appending(String)
    }

    public let id: pid_t

    /// Starts a program, which ignores and blocks no signal, whatever this process does.
    ///
    /// It inherits every descriptor that this process has opened without `O_CLOEXEC`.
    /// - Parameters:
    ///   - arguments: the program, which is looked for in `PATH` if its name has no slash, and its arguments.
    ///   - environment: all of its environment.
    public init(
        _ arguments: [String], environment: [String: String] = [:], input: Stream = .null, output: Stream = .null,
        errors: Stream = .inherited
    ) throws(Failure) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        for (stream, target) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            switch stream {
            case .null: unsafe posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            case .inherited: break
            case .descriptor(let descriptor): unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, target)
            case .appending(let path):
                unsafe posix_spawn_file_actions_addopen(&actions, target, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            }
        }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // Copies, which live until the program has been started.
        var texts = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
        defer { unsafe (texts + variables).forEach { unsafe free($0) } }
        var id: pid_t = 0
        let code = starting.withLock { _ in
            unsafe posix_spawnp(&id, arguments[0], &actions, &attributes, &texts, &variables)
        }
        guard code == 0 else { throw .system(arguments[0], code) }
        self.id = id
    }

    /// Sends it a signal. It must not have been waited for yet: its id may be another process's by then.
    public func signal(_ number: Int32) { kill(id, number) }

    /// Waits for its end, once.
    /// - Returns: its exit status, or the negated number of the signal that ended it.
    public func status() -> Int32 { wait(0) ?? 0 }

    /// Likewise, without waiting; nil while it runs.
    public func statusIfEnded() -> Int32? { wait(WNOHANG) }

    private func wait(_ options: Int32) -> Int32? {
        var (status, ended): (Int32, pid_t) = (0, 0)
        repeat { ended = unsafe waitpid(id, &status, options) } while ended < 0 && errno == EINTR
        guard ended == id else { return nil }
        // As wait(2) encodes it.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    /// The most memory that it has had so far, in bytes.
    ///
    /// Read while it runs: what wait4(2) tells counts the memory of the process that it was started from.
    public func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kibibytes = peak?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure("/proc/\(id)/status has no VmHWM")
        }
        return kibibytes * 1_024
    }
}

/// A process that is given requests and answers them, over two pipes.
public struct PipedProcess: Sendable {
    public let process: ChildProcess

    /// The descriptor to write to; a write takes what the pipe has room for, and does not wait.
    public let input: Int32

    /// The descriptor to read from.
    public let output: Int32

    public init(_ arguments: [String], errors: ChildProcess.Stream = .inherited) throws(Failure) {
        let (requests, answers) = (try PipeEnds(), try PipeEnds())
        defer {
            close(requests.reading)
            close(answers.writing)
        }
        // Only our end: the program has a pipe as usual.
        guard fcntl(requests.writing, F_SETFL, O_NONBLOCK) == 0 else { throw .system("fcntl") }
        process = try ChildProcess(
            arguments, input: .descriptor(requests.reading), output: .descriptor(answers.writing), errors: errors)
        (input, output) = (requests.writing, answers.reading)
    }
}
