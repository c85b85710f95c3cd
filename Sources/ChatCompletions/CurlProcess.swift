// A child process curl: how it is started, read, and ended.

internal import CSystem
internal import Glibc

/// How a request ended.
enum CurlEnd {
    /// With the exit status of curl; negative if a signal ended it.
    case exited(Int32)

    case interrupted
    case timeout

    /// More was received than is accepted.
    case tooMuch
}

/// A running curl, which is ended and reaped with this value.
///
/// It leads a process group of its own: a signal of the terminal does not reach it, and so does not look like a lost
/// connection; and a script in its place is ended with all that it has started.
struct CurlProcess: ~Copyable {
    private let id: pid_t
    private var answer: Stream
    private var head: Stream

    /// The greatest size of an answer, in bytes.
    static let maximumAnswer = 1_024 * 1_024

    /// The greatest size of the headers of all responses to one request, in bytes.
    static let maximumHead = 64 * 1_024

    /// - Parameters:
    ///   - configuration: what curl reads from standard input.
    ///   - content: what curl reads as the body of the request.
    init(
        _ curl: Curl, configuration: borrowing Descriptor, content: borrowing Descriptor
    ) throws(SystemLimit) {
        let answer = try Pipe()
        let head = try Pipe()
        id = try start(
            curl,
            [
                (configuration.number, STDIN_FILENO), (answer.writing.number, STDOUT_FILENO),
                (head.writing.number, STDERR_FILENO), (content.number, Curl.contentDescriptor),
            ])
        self.answer = Stream(answer.reading, limit: Self.maximumAnswer)
        self.head = Stream(head.reading, limit: Self.maximumHead)
    }

    deinit {
        // Not reaped yet, it keeps its id, and so do the processes of its group.
        kill(-id, SIGKILL)
        while waitpid(id, nil, 0) < 0, errno == EINTR {}
    }

    var answerBytes: [UInt8] { answer.bytes }
    var headBytes: [UInt8] { head.bytes }

    /// Reads all that curl writes, until it ends.
    mutating func end(before deadline: Deadline, _ interruption: Interruption) -> CurlEnd {
        var polled = [answer.number, head.number, interruption.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        while polled[0].fd >= 0 || polled[1].fd >= 0 {
            let count = unsafe poll(&polled, nfds_t(polled.count), deadline.milliseconds)
            guard !interruption.isInterrupted else { return .interrupted }
            guard !deadline.isOver else { return .timeout }
            guard count > 0 else { continue }
            // poll(2) skips a negative descriptor.
            if polled[0].revents != 0, !answer.read() { polled[0].fd = -1 }
            if polled[1].revents != 0, !head.read() { polled[1].fd = -1 }
            guard !answer.isBeyondLimit, !head.isBeyondLimit else { return .tooMuch }
        }
        return exit(before: deadline, interruption)
    }

    /// Waits for the end of curl after it has closed its outputs, which is a matter of a millisecond.
    private func exit(before deadline: Deadline, _ interruption: Interruption) -> CurlEnd {
        while !deadline.isOver {
            var end = unsafe siginfo_t()
            let result = unsafe waitid(P_PID, id_t(id), &end, WEXITED | WNOHANG | WNOWAIT)
            guard result == 0 || errno == EINTR else { return .exited(-1) }
            // The members of the union that belong to SIGCHLD (sigaction(2)); zero without an end.
            let child = unsafe end._sifields._sigchld
            if result == 0, child.si_pid == id {
                return unsafe .exited(end.si_code == CLD_EXITED ? child.si_status : -child.si_status)
            }
            guard interruption.wait(until: Deadline(after: .milliseconds(1))) else { return .interrupted }
        }
        return .timeout
    }
}

/// What has been read from a descriptor.
private struct Stream: ~Copyable {
    private let descriptor: Descriptor
    private let limit: Int
    private var chunk = [UInt8](repeating: 0, count: 64 * 1_024)
    private(set) var bytes: [UInt8] = []

    init(_ descriptor: consuming Descriptor, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    var number: Int32 { descriptor.number }
    var isBeyondLimit: Bool { bytes.count > limit }

    /// Reads the bytes that are there.
    /// - Returns: false at the end, and after an error.
    mutating func read() -> Bool {
        let count = unsafe Glibc.read(descriptor.number, &chunk, chunk.count)
        if count > 0 { bytes += chunk.prefix(count) }
        return count > 0 || count < 0 && errno == EINTR
    }
}

/// Starts curl with these descriptors and no other, no signal blocked, and none ignored.
private func start(_ curl: Curl, _ streams: [(own: Int32, ofChild: Int32)]) throws(SystemLimit) -> pid_t {
    keepEndedChildren()
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
    }
    for (own, ofChild) in streams { unsafe posix_spawn_file_actions_adddup2(&actions, own, ofChild) }
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, Descriptor.first)
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    // Copies, which live until curl has been started.
    var arguments = unsafe Curl.arguments.map { unsafe strdup($0) } + [nil]
    var environment = unsafe curl.environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
    var id: pid_t = 0
    guard unsafe posix_spawn(&id, curl.path, &actions, &attributes, &arguments, &environment) == 0 else {
        throw SystemLimit()
    }
    return id
}

/// Ends ignoring SIGCHLD, which a program inherits from the one that started it: the system would reap a child by
/// itself, and nobody would learn its exit status (wait(2)).
private func keepEndedChildren() {
    var action = sigaction()
    guard unsafe sigaction(SIGCHLD, nil, &action) == 0 else { return }
    // SIG_IGN is the address 1.
    let isIgnored = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    if isIgnored { signal(SIGCHLD, SIG_DFL) }
}
