// Inspection of the database file before SQLite opens it.

internal import Glibc
public import Interviews

/// Where the database is.
public enum DatabaseLocation: Equatable, Sendable {
    /// In memory: it ends with the process.
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

/// What to do if the database file does not exist.
public enum MissingFile: Sendable {
    /// Create the file and its folder, but no parent of the folder.
    case isMade

    /// Create the file and all folders above it.
    case isMadeWithFolders

    /// Fail with `OpeningFailure.missing` and create nothing.
    case isRefused
}

/// Why a database could not be opened. A file of another application, and the files beside it, are left unchanged.
public enum OpeningFailure: Error, Equatable, Sendable {
    case notSQLite
    case missing
    case damaged
    case anotherApplication
    case newerVersion

    /// The clock is deterministic and the database is not: its ids would be mixed with real ones.
    case notScripted
    case danglingLink
    case notARegularFile

    /// The file has several hard links, or is a mount point: a process that opens it by another path uses another WAL
    /// and another lock, and each overwrites the commits of the other (sqlite.org/howtocorrupt.html §2.5).
    case hasOtherNames
    case isMountPoint

    /// The file was moved here while another process had it open; that process uses a WAL at the old path.
    case inUseElsewhere

    /// The file at the path of the lock is not an empty regular file with a single link.
    case lockIsAnotherFile
    case pathTooLong(limit: Int)

    /// The parent of the database's folder does not exist; only the folder itself would be created.
    case folderMissing(String)

    /// The file is read-only, and has the schema of an earlier version.
    case earlierVersion

    /// The file is read-only, and its WAL cannot be read, because the shared-memory file cannot be created.
    case notReadableSafely

    /// The file is read-only.
    case cannotWrite(Errno)
    case cannotCreate(Errno)
    case cannotOpen(Errno)
    case failed(StoreFailure)
}

/// A path at which a database exists or can be created.
struct DatabaseFile {
    /// The longest path in bytes, absolute and with links resolved. SQLite's limit is 512 with the suffixes that it
    /// appends (`mxPathname`, sqlite.org/c3ref/vfs.html).
    static let longestPath = 500

    /// The longest file name in bytes: with the suffix `-journal` it has the length of `NAME_MAX`, 255.
    static let longestName = 255 - "-journal".utf8.count

    /// Absolute, with links resolved, so that all processes lock the same file beside it.
    let path: String

    /// Nil if the file does not exist.
    let attributes: Attributes?
    var exists: Bool { attributes != nil }

    /// The permissions and the owner of a file.
    struct Attributes {
        /// The permission bits (chmod(2)).
        let mode: mode_t
        let owner: uid_t
        let group: gid_t
    }

    /// Whether users other than the owner have any permission on the file.
    var isReadableByOthers: Bool { attributes.map { $0.mode & 0o077 != 0 } ?? false }

    /// Why this process may not write the file; nil if it may.
    private(set) var writeFailure: Errno?

    /// Whether there is a non-empty WAL beside the file.
    private(set) var hasWAL = false

    /// Inspects the file and changes nothing.
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
        var wal = stat()
        hasWAL = unsafe stat(path + "-wal", &wal) == 0 && wal.st_size > 0
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

    /// Creates an empty file with mode 0600, whatever the umask is, unless it exists.
    func create() throws(OpeningFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(.current) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .cannotCreate(.current) }
    }

    /// Whether the shared-memory file (`-shm`) exists; it does while a process uses the database, and after a crash.
    static func hasSharedMemory(beside path: String) -> Bool { unsafe access(path + "-shm", F_OK) == 0 }

    /// Deletes a shared-memory file that only reading the database has created.
    static func removeSharedMemory(beside path: String) { unsafe unlink(path + "-shm") }

    /// - Returns: nil if there is no file.
    private static func status(of path: String) throws(OpeningFailure) -> stat? {
        while true {
            var (status, link) = (stat(), stat())
            if unsafe stat(path, &status) == 0 { return status }
            switch errno {
            // A parent is a regular file: nothing exists below it, and nothing can be created there.
            case ENOTDIR: return nil
            case ENAMETOOLONG: throw .pathTooLong(limit: longestPath)
            case ENOENT: break
            default: throw .cannotOpen(.current)
            }
            guard unsafe lstat(path, &link) == 0 else { return nil }
            if link.st_mode & S_IFMT == S_IFLNK { throw .danglingLink }
            // Another process has just created the file: try again.
        }
    }

    /// - Throws: `cannotCreate` if the folder was deleted.
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
    /// Refuses a file that is in use without a shared-memory file beside it: a process has opened it by another path.
    ///
    /// A connection in WAL mode holds a shared lock on 510 bytes that follow the first GiB and two bytes
    /// (`SHARED_FIRST` in SQLite's os.h; sqlite.org/fileformat2.html §1.6).
    /// - Precondition: the writer lock is held, and SQLite has not opened the file in this process.
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
    /// Creates the folder of the file with mode 0700, and those above it if `ifMissing` is `isMadeWithFolders`.
    /// - Returns: the file with the links of its folders resolved, and the created folders, the topmost first.
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
                // The umask may have removed permissions of the owner.
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

    /// Deletes the folders that are empty, after the database in them could not be opened.
    static func remove(folders: [String]) {
        for folder in folders.reversed() { unsafe rmdir(folder) }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        // If stat(2) fails for another reason, creating something in the folder reports it.
        return unsafe stat(path, &status) == 0 || errno != ENOENT
    }
}

// MARK: - The header

extension DatabaseFile {
    /// Checks the header of an existing file (sqlite.org/fileformat2.html §1.3). An empty file is a new database.
    private static func inspect(_ path: String, size: Int, hasWAL: Bool) throws(OpeningFailure) {
        guard size > 0 else { return }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(.current) }
        // Closing a descriptor drops all POSIX locks of the process on the file (sqlite.org/howtocorrupt.html §2.2);
        // SQLite has not opened it in this process yet.
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = unsafe pread(descriptor, &header, header.count, 0)
        guard count >= 0 else { throw .cannotOpen(.current) }
        guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else { throw .notSQLite }
        func number(_ range: Range<Int>) -> Int { header[range].reduce(0) { $0 << 8 | Int($1) } }
        guard number(68..<72) == DatabaseSchema.applicationID else { throw .anotherApplication }
        guard number(60..<64) <= DatabaseSchema.version else { throw .newerVersion }
        let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
        // The database size in the header is valid if the change counter equals version-valid-for (§1.3.7), and up to
        // date if there is no WAL.
        if !hasWAL, header[24..<28] == header[92..<96], number(28..<32) * pageSize > size { throw .damaged }
    }
}
