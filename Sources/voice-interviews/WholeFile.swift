// A file that is there whole, or as it was before.

internal import Glibc
internal import Interviews
internal import SQLiteStore

/// A file of which nobody sees a part: it is written under another name beside it, and then takes its own.
struct WholeFile {
    let path: String

    /// Only the owner can read it (0600). A file that was there is replaced.
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

    /// Refuses what is there and is no file: a link, too, for what it points to may be anything, such as what the process
    /// has open as `/dev/stdout`.
    func requireReplaceable() throws(ExitError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFLNK: throw ending(.cannotCreate, "is a symbolic link; give its target, or - for standard output")
        default: throw ending(.cannotCreate, "is not a regular file")
        }
    }

    /// What SQLite and this program call the files beside a database.
    private static let suffixes = ["-wal", "-shm", "-lock", "-journal"]

    /// Whether the file belongs to the database at `database`, under whatever name, or to any other SQLite database.
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

    /// Whether its name makes it part of a database that lies beside it.
    private var isBesideDatabase: Bool {
        Self.suffixes.contains { suffix in
            path.hasSuffix(suffix) && WholeFile(path: String(path.dropLast(suffix.count))).beginsAsDatabase
        }
    }

    /// Without links; nil where nothing lies at the path.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        // realpath(3) ends its text with a zero byte.
        return unsafe String(cString: resolved)
    }

    /// Whether it has the header of SQLite's files (sqlite.org/fileformat2.html §1.3).
    private var beginsAsDatabase: Bool {
        let header = Array("SQLite format 3\0".utf8)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: header.count)
        return unsafe read(descriptor, &bytes, bytes.count) == bytes.count && bytes == header
    }

    /// Puts the bytes on disk, and closes the file.
    private func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(ExitError) {
        // The mask of the process may have taken more away than what others may do.
        let isWritten =
            fchmod(descriptor, 0o600) == 0 && Output(descriptor: descriptor).write(bytes.span) && fsync(descriptor) == 0
        var failure = isWritten ? nil : Errno.current
        if close(descriptor) != 0, failure == nil { failure = .current }
        if let failure { throw ending(.inputOutput, "cannot be written: \(failure)") }
    }

    /// With the slash at its end; empty for the working folder.
    private var folder: Substring { path.lastIndex(of: "/").map { path[...$0] } ?? "" }

    private func ending(_ status: ExitError.Status, _ reason: String) -> ExitError {
        ExitError(status: status, sentence: "\(path) \(reason).")
    }

    /// Who ends the program while the file is written, ends it when the other name is gone.
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
