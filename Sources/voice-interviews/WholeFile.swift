// Files that are replaced atomically.

internal import Glibc
internal import Interviews
internal import SQLiteStore

/// A file that is written completely or not at all: a new file beside it is written, and then renamed to it.
struct WholeFile {
    let path: String

    /// Writes the file with mode 0600, and replaces an existing one.
    func write(_ bytes: [UInt8]) throws(ExitError) {
        try requireReplaceable()
        let before = Self.holdSignals()
        defer { Self.release(before) }
        let draft = "\(folder).voice-interviews-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ending(.cannotCreate, "cannot be created: \(Errno.current)") }
        do throws(ExitError) {
            try fill(descriptor, with: bytes)
            guard unsafe rename(draft, path) == 0 else {
                throw ending(.cannotCreate, "cannot be created: \(Errno.current)")
            }
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    /// Refuses an existing path that is not a regular file. Symbolic links are refused because they can lead anywhere,
    /// such as from `/dev/stdout` to what the process has open.
    func requireReplaceable() throws(ExitError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFLNK: throw ending(.cannotCreate, "is a symbolic link; give its target, or - for standard output")
        default: throw ending(.cannotCreate, "is not a regular file")
        }
    }

    /// The suffixes of the files that SQLite and this program keep beside a database.
    private static let suffixes = ["-wal", "-shm", "-lock", "-journal"]

    /// Whether the file belongs to the database at `database`, also under another name, or to any other SQLite
    /// database.
    func isAnySQLiteFile(of database: String) -> Bool {
        if beginsAsDatabase || isBesideDatabase { return true }
        var own = stat()
        guard unsafe stat(path, &own) == 0 else { return false }
        let database = Self.resolved(database) ?? database
        return ([""] + Self.suffixes).contains { suffix in
            var other = stat()
            return unsafe stat(database + suffix, &other) == 0 && other.st_dev == own.st_dev
                && other.st_ino == own.st_ino
        }
    }

    /// Whether its name is that of a database beside it with a suffix.
    private var isBesideDatabase: Bool {
        Self.suffixes.contains { suffix in
            path.hasSuffix(suffix) && WholeFile(path: String(path.dropLast(suffix.count))).beginsAsDatabase
        }
    }

    /// The path with symbolic links resolved; nil if it does not exist.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        // realpath(3) terminates the path with a zero byte.
        return unsafe String(cString: resolved)
    }

    /// Whether the file has SQLite's header (sqlite.org/fileformat2.html §1.3).
    private var beginsAsDatabase: Bool {
        let header = Array("SQLite format 3\0".utf8)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: header.count)
        return unsafe read(descriptor, &bytes, bytes.count) == bytes.count && bytes == header
    }

    /// Writes and syncs the bytes, and closes the file.
    private func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(ExitError) {
        // The umask may also have removed permissions of the owner.
        let isWritten =
            fchmod(descriptor, 0o600) == 0 && Output(descriptor: descriptor).write(bytes.span) && fsync(descriptor) == 0
        var failure = isWritten ? nil : Errno.current
        if close(descriptor) != 0, failure == nil { failure = .current }
        if let failure { throw ending(.inputOutput, "cannot be written: \(failure)") }
    }

    /// Ends with a slash; empty for the working folder.
    private var folder: Substring { path.lastIndex(of: "/").map { path[...$0] } ?? "" }

    private func ending(_ status: ExitError.Status, _ reason: String) -> ExitError {
        ExitError(status: status, sentence: "\(path) \(reason).")
    }

    /// Blocks signals while the file is written: a signal then ends the program after the new file is renamed or
    /// removed.
    private static func holdSignals() -> sigset_t {
        var (signals, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        return before
    }

    private static func release(_ before: sigset_t) {
        var before = before
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
