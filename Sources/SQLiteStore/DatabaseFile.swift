// The file at the path: what it is, looked at from outside, before SQLite touches it or anything beside it.

internal import Glibc
public import Interviews

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
    /// It is made, and so is the folder in which it is to lie, but none above that.
    case isMade

    /// It is made, with all folders above it.
    case isMadeWithFolders

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

    /// It has more than one name (hard links), or it is mounted by itself: whoever opens it elsewhere has a log and a lock
    /// of its own, and each overwrites what the other has stored.
    case hasOtherNames
    case isMountPoint

    /// It is open under another name, from which it was moved here, and whoever has opened it there has another log.
    case inUseElsewhere

    /// What lies where the lock should is not empty, or has another name.
    case lockIsAnotherFile
    case pathTooLong(limit: Int)

    /// The folder in which it is to lie has no folder to lie in itself.
    case folderMissing(String)

    /// It may be read and not written, and was written by an earlier version.
    case earlierVersion

    /// It may be read and not written, and what others write meanwhile can be neither read nor kept out.
    case notReadableSafely
    /// It may be read and not written.
    case cannotWrite(Errno)
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
    /// How long a path may be, absolute and with links resolved, in bytes: SQLite takes 512 with what it puts behind it
    /// (`mxPathname`, sqlite.org/c3ref/vfs.html).
    static let longestPath = 500

    /// How long the last part of a path may be, in bytes: with `-journal` behind it, it is as long as a name can be.
    static let longestName = 255 - "-journal".utf8.count

    /// Absolute, with the links of its folders resolved, so that all processes lock the same file beside it.
    let path: String

    /// Nil where there is no file yet.
    let attributes: Attributes?
    var exists: Bool { attributes != nil }

    /// What is known of a file beside its content.
    struct Attributes {
        /// Permissions, as chmod(2) takes them.
        let mode: mode_t
        let owner: uid_t
        let group: gid_t
    }

    /// Whether users other than the owner may read it.
    var isReadableByOthers: Bool { attributes.map { $0.mode & 0o077 != 0 } ?? false }

    /// Why this process may not write it; nil where it may.
    private(set) var writeFailure: Errno?

    /// Whether a write-ahead log waits to be carried over into it.
    private(set) var hasWAL = false

    /// Looks, and touches nothing.
    init(at givenPath: String) throws(OpeningFailure) {
        let absolute = givenPath.hasPrefix("/") ? givenPath : try Self.workingFolder + "/" + givenPath
        try Self.requireShortName(absolute)
        guard let status = try Self.status(of: absolute) else {
            guard !absolute.hasSuffix("/") else { throw .notARegularFile }
            self.init(path: absolute, attributes: nil)
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
        self.init(
            path: Self.resolved(absolute) ?? absolute,
            attributes: Attributes(mode: status.st_mode & 0o777, owner: status.st_uid, group: status.st_gid))
        try requireShortPath()
        try requireOneName()
        guard unsafe access(path, R_OK) == 0 else { throw .cannotOpen(.current) }
        writeFailure = unsafe access(path, W_OK) == 0 ? nil : .current
        var log = stat()
        hasWAL = unsafe stat(path + "-wal", &log) == 0 && log.st_size > 0
        try Self.inspect(path, size: Int(status.st_size), hasWAL: hasWAL)
    }

    private init(path: String, attributes: Attributes?) {
        self.path = path
        self.attributes = attributes
    }

    private func requireShortPath() throws(OpeningFailure) {
        guard path.utf8.count <= Self.longestPath else { throw .pathTooLong(limit: Self.longestPath) }
        try Self.requireShortName(path)
    }

    private static func requireShortName(_ path: String) throws(OpeningFailure) {
        let name = path.split(separator: "/").last ?? ""
        guard name.utf8.count <= longestName else { throw .pathTooLong(limit: longestName) }
    }

    private func requireOneName() throws(OpeningFailure) {
        guard let identity = FileIdentity(at: path) else { return }
        guard identity.names <= 1 else { throw .hasOtherNames }
        guard !identity.isMountPoint else { throw .isMountPoint }
    }

    /// Makes an empty file (0600) where there is none, whatever the mask of the process is.
    func create() throws(OpeningFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(.current) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .cannotCreate(.current) }
    }

    /// Whether the log has its index in a file, as it has while, and after, a process uses the database.
    static func hasSharedMemory(beside path: String) -> Bool { unsafe access(path + "-shm", F_OK) == 0 }

    /// Takes an index away that only looking at a database has made.
    static func removeSharedMemory(beside path: String) { unsafe unlink(path + "-shm") }

    /// - Returns: nil where there is nothing.
    private static func status(of path: String) throws(OpeningFailure) -> stat? {
        while true {
            var (status, link) = (stat(), stat())
            if unsafe stat(path, &status) == 0 { return status }
            switch errno {
            // Below a regular file there is nothing, and nothing can be made.
            case ENOTDIR: return nil
            case ENAMETOOLONG: throw .pathTooLong(limit: longestPath)
            case ENOENT: break
            default: throw .cannotOpen(.current)
            }
            guard unsafe lstat(path, &link) == 0 else { return nil }
            if link.st_mode & S_IFMT == S_IFLNK { throw .danglingLink }
            // Another process has made the file just now.
        }
    }

    /// - Throws: where it was deleted.
    private static var workingFolder: String {
        get throws(OpeningFailure) {
            guard let folder = unsafe getcwd(nil, 0) else { throw .cannotCreate(.current) }
            defer { unsafe free(folder) }
            return unsafe String(cString: folder)
        }
    }

    private static func resolved(_ path: String) -> String? {
        unsafe realpath(path, nil).map { resolved in
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
    }
}

// MARK: - Use by others

extension DatabaseFile {
    /// Refuses a file that is in use, though no index of its log lies beside it: it was opened under another name. Must come
    /// under the lock, and before SQLite opens the file in this process.
    ///
    /// A connection to a database with a log keeps a shared lock on the file, on 510 bytes behind the first GiB
    /// (sqlite.org/fileformat2.html §1.6; `SHARED_FIRST` in SQLite's os.h).
    func requireNoUseElsewhere() throws(OpeningFailure) {
        guard exists, !Self.hasSharedMemory(beside: path) else { return }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(.current) }
        defer { close(descriptor) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0002
        lock.l_len = 510
        guard unsafe fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type == Int16(F_UNLCK) else {
            throw .inUseElsewhere
        }
    }
}

// MARK: - Folders

extension DatabaseFile {
    /// Makes the folder in which the file is to lie (0700), and those above it if `ifMissing` says so.
    /// - Returns: the file, its folders resolved, and the folders that were made, the uppermost first.
    func makeFolders(_ ifMissing: MissingFile) throws(OpeningFailure) -> (file: DatabaseFile, made: [String]) {
        var names = path.split(separator: "/").map(String.init)
        let name = names.popLast() ?? ""
        var missing: [String] = []
        while !names.isEmpty, !Self.exists("/" + names.joined(separator: "/")) {
            missing.insert(names.removeLast(), at: 0)
        }
        let lowest = "/" + names.joined(separator: "/")
        let existing = Self.resolved(lowest) ?? lowest
        let root = existing == "/" ? "" : existing
        let file = DatabaseFile(path: ([root] + missing + [name]).joined(separator: "/"), attributes: nil)
        try file.requireShortPath()
        guard missing.count <= 1 || ifMissing == .isMadeWithFolders else {
            throw .folderMissing(([root] + missing.dropLast()).joined(separator: "/"))
        }
        return (file, try Self.make(missing, in: existing))
    }

    private static func make(_ names: [String], in folder: String) throws(OpeningFailure) -> [String] {
        var (folder, made) = (folder, [String]())
        for name in names {
            folder += (folder == "/" ? "" : "/") + name
            if unsafe mkdir(folder, 0o700) == 0 {
                made.append(folder)
                // The mask of the process may have taken more away than what others may do.
                if unsafe chmod(folder, 0o700) == 0 { continue }
            } else if errno == EEXIST {
                continue
            }
            let failure = Errno.current
            remove(folders: made)
            throw .cannotCreate(failure)
        }
        return made
    }

    /// Takes folders away again that were made for nothing, as far as they are empty.
    static func remove(folders: [String]) {
        for folder in folders.reversed() { unsafe rmdir(folder) }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        // What cannot be looked at is said to be so when something is to be made in it.
        return unsafe stat(path, &status) == 0 || errno != ENOENT
    }
}

// MARK: - The header

extension DatabaseFile {
    /// Reads the header of an existing file (sqlite.org/fileformat2.html §1.3). An empty file is a new one.
    private static func inspect(_ path: String, size: Int, hasWAL: Bool) throws(OpeningFailure) {
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
        guard number(68..<72) == DatabaseSchema.applicationID else { throw .anotherApplication }
        guard number(60..<64) <= DatabaseSchema.version else { throw .newerVersion }
        let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
        // What the header says of the file's length is up to date if it was written together with the change counter
        // and no log waits to be carried over.
        if !hasWAL, header[24..<28] == header[92..<96], number(28..<32) * pageSize > size { throw .damaged }
    }
}
