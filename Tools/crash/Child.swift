// Child processes, started so that no descriptor of one reaches another: the end of a pipe is then the end of its writer.

internal import Glibc

/// Starts a program with an empty environment.
/// - Parameters:
///   - input: the descriptor that becomes its standard input; likewise `output`. Otherwise it is `/dev/null`.
///   - errors: the file to which its standard error is appended.
func spawn(_ arguments: [String], input: Int32? = nil, output: Int32? = nil, errors: String) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var signals = sigset_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
    }
    for (descriptor, target) in [(input, STDIN_FILENO), (output, STDOUT_FILENO)] {
        if let descriptor {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, target)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
        }
    }
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    // We ignore SIGPIPE; our children begin as a shell's do.
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // Copies of the arguments, which live until the program has been started.
    var texts = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe texts.forEach { unsafe free($0) } }
    var environment = unsafe Array(texts.suffix(1))
    var child: pid_t = 0
    return unsafe posix_spawnp(&child, arguments[0], &actions, &attributes, &texts, &environment) == 0 ? child : nil
}

/// Waits for the end of a child.
/// - Returns: its exit status, or the negated number of the signal that ended it.
func reap(_ child: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    // As wait(2) encodes it.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
}

/// Runs a system command to its end.
/// - Returns: what it said on standard error if it failed; nil if all went well.
func complaint(of arguments: String..., folder: Folder) -> String? {
    let errors = folder.file("complaints")
    unsafe unlink(errors)
    guard let child = spawn(arguments, errors: errors) else { return "\(arguments[0]) cannot be started" }
    guard reap(child) != 0 else { return nil }
    return "\(arguments[0]) failed: \(text(errors))"
}
