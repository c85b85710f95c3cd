// The file at the path: what it is, looked at from outside, before SQLite touches it or anything beside it.

internal import Glibc

/// Where interviews are kept.
public enum DatabaseLocation: Equatable, Sendable {
    /// Nowhere: they are gone with the process.
    case memory
    case file(path: String)
}

extension DatabaseLocation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .memory: ":memory:"
        case .file(let path): path
        }
    }
}

/// What becomes of a file that is not there.
public enum MissingFile: Sendable {
    case isMade

    /// Nothing is made, not even beside it.
    case isRefused
}

/// Why a database could not be opened. Where the file is not ours, nothing was touched, not even beside it.
public enum OpeningFailure: Error, Equatable, Sendable {
    case notSQLite
    case missing
    case damaged
    case anotherApplication
    case newerVersion

    /// A deterministic clockwork would mix its ids among real ones.
    case notScripted
    case danglingLink
    case notARegularFile
    case cannotCreate(Errno)
    case cannotOpen(Errno)
    case failed(StoreFailure)
}

/// What a system call says went wrong.
public struct Errno: Error, Equatable, Sendable, CustomStringConvertible {
    public let code: Int32

    /// Of the last call that failed.
    public static var current: Errno { Errno(code: errno) }

    // strerror(3) gives a text that stays at least until it is called again.
    public var description: String { unsafe String(cString: strerror(code)) }
}

/// A path at which a database of ours lies or may be made.
struct DatabaseFile {
    /// Absolute, with the links of its folders resolved, so that all processes lock the same file beside it.
    let path: String
    let exists: Bool

    /// Whether users other than the owner may read it.
    private(set) var isReadableByOthers = false

    /// Whether a write-ahead log waits to be carried over into it.
    private(set) var hasLog = false

    /// Looks, and touches nothing.
    init(at givenPath: String) throws(OpeningFailure) {
        let absolute = givenPath.hasPrefix("/") ? givenPath : Self.workingFolder + "/" + givenPath
        guard let status = try Self.status(of: absolute) else {
            guard !absolute.hasSuffix("/") else { throw .notARegularFile }
            path = absolute
            exists = false
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
        path = Self.resolved(absolute) ?? absolute
        exists = true
        isReadableByOthers = status.st_mode & 0o077 != 0
        guard unsafe access(path, R_OK | W_OK) == 0 else { throw .cannotOpen(.current) }
        var log = stat()
        hasLog = unsafe stat(path + "-wal", &log) == 0 && log.st_size > 0
        try Self.inspect(path, size: Int(status.st_size), hasLog: hasLog)
    }

    /// Makes the folders that are missing (0700).
    func makeFolders() throws(OpeningFailure) -> DatabaseFile {
        var prefix = ""
        for name in path.split(separator: "/").dropLast() {
            prefix += "/" + name
            guard unsafe mkdir(prefix, 0o700) != 0, errno != EEXIST else { continue }
            let failure = Errno.current
            // A folder above may be one that exists and lets nobody make folders in it.
            var status = stat()
            if unsafe stat(prefix, &status) == 0 { continue }
            throw .cannotCreate(failure)
        }
        let name = path.split(separator: "/").last ?? ""
        return DatabaseFile(path: (Self.resolved(prefix + "/") ?? prefix) + "/" + name)
    }

    /// Makes an empty file (0600) where there is none.
    func create() throws(OpeningFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(.current) }
        close(descriptor)
    }

    /// Whether the log has its index in a file, as it has while, and after, a process uses the database.
    static func hasIndex(beside path: String) -> Bool { unsafe access(path + "-shm", F_OK) == 0 }

    /// Takes an index away that only looking at a database has made.
    static func removeIndex(beside path: String) { unsafe unlink(path + "-shm") }

    /// - Returns: nil where there is nothing.
    private static func status(of path: String) throws(OpeningFailure) -> stat? {
        while true {
            var (status, link) = (stat(), stat())
            if unsafe stat(path, &status) == 0 { return status }
            guard errno == ENOENT else { throw .cannotOpen(.current) }
            guard unsafe lstat(path, &link) == 0 else { return nil }
            if link.st_mode & S_IFMT == S_IFLNK { throw .danglingLink }
            // Another process has made the file just now.
        }
    }

    private init(path: String) {
        self.path = path
        exists = false
    }

    private static var workingFolder: String {
        unsafe getcwd(nil, 0).map { folder in
            defer { unsafe free(folder) }
            return unsafe String(cString: folder)
        } ?? "."
    }

    private static func resolved(_ path: String) -> String? {
        unsafe realpath(path, nil).map { resolved in
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
    }
}

// MARK: - The header

extension DatabaseFile {
    /// Reads the header of an existing file (sqlite.org/fileformat2.html §1.3). An empty file is a new one.
    private static func inspect(_ path: String, size: Int, hasLog: Bool) throws(OpeningFailure) {
        guard size > 0 else { return }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(.current) }
        // Closing it drops no lock: SQLite has not yet opened the file in this process.
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = unsafe pread(descriptor, &header, header.count, 0)
        guard count >= 0 else { throw .cannotOpen(.current) }
        guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else { throw .notSQLite }
        func number(_ range: Range<Int>) -> Int { header[range].reduce(0) { $0 << 8 | Int($1) } }
        guard number(68..<72) == Schema.applicationID else { throw .anotherApplication }
        guard number(60..<64) <= Schema.version else { throw .newerVersion }
        let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
        // What the header says of the file's length is up to date if it was written together with the change counter
        // and no log waits to be carried over.
        if !hasLog, header[24..<28] == header[92..<96], number(28..<32) * pageSize > size { throw .damaged }
    }
}
