// Files that are replaced atomically.

internal import Glibc
internal import Interviews
internal import SQLiteStore

/// A file that is written completely or not at all (`FileDraft`).
struct WholeFile {
    let path: String

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

    /// Ends with a slash; empty for the working folder.
    fileprivate var folder: Substring { path.lastIndex(of: "/").map { path[...$0] } ?? "" }

    fileprivate func ending(_ status: ExitError.Status, _ reason: String) -> ExitError {
        ExitError(status: status, sentence: "\(path) \(reason).")
    }
}

/// A new file beside a `WholeFile`, with mode 0600, which is renamed to it when all of it is on disk.
///
/// While it exists, signals are held. One that arrives ends the writing, and the program when the file is gone.
final class FileDraft: Draft {
    private let file: WholeFile
    private var opened: (path: String, descriptor: Int32, signals: HeldSignals)?

    init(of file: WholeFile) { self.file = file }

    func write(_ bytes: Span<UInt8>) throws(ExitError) {
        let (descriptor, signals) = try open()
        guard Output(descriptor: descriptor).write(bytes) else {
            throw file.ending(.inputOutput, "cannot be written: \(Errno.current)")
        }
        guard !signals.hasArrived else { throw file.ending(.inputOutput, "was not written: interrupted by a signal") }
    }

    func finish() throws(ExitError) {
        let (descriptor, _) = try open()
        var failure = fsync(descriptor) == 0 ? nil : Errno.current
        opened?.descriptor = -1
        if close(descriptor) != 0, failure == nil { failure = .current }
        if let failure { throw file.ending(.inputOutput, "cannot be written: \(failure)") }
        guard let opened else { return }
        guard unsafe rename(opened.path, file.path) == 0 else {
            throw file.ending(.cannotCreate, "cannot be created: \(Errno.current)")
        }
        self.opened = nil
        opened.signals.release()
    }

    func discard() {
        guard let opened else { return }
        self.opened = nil
        if opened.descriptor >= 0 { close(opened.descriptor) }
        unsafe unlink(opened.path)
        opened.signals.release()
    }

    /// The descriptor of the new file, which is created by the first call.
    private func open() throws(ExitError) -> (descriptor: Int32, signals: HeldSignals) {
        if let opened { return (opened.descriptor, opened.signals) }
        try file.requireReplaceable()
        let signals = HeldSignals()
        let path = String(file.folder) + TemporaryName.random
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let failure = Errno.current
            signals.release()
            throw file.ending(.cannotCreate, "cannot be created: \(failure)")
        }
        opened = (path, descriptor, signals)
        // The umask may also have removed permissions of the owner.
        guard fchmod(descriptor, 0o600) == 0 else {
            throw file.ending(.inputOutput, "cannot be written: \(Errno.current)")
        }
        return (descriptor, signals)
    }
}
