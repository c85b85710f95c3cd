// Outputs that are written piece by piece, and take effect only as a whole.

internal import Glibc
internal import JSON
internal import SQLiteStore

/// An output that takes effect when all of it has been written, or not at all.
protocol Draft: AnyObject {
    func write(_ bytes: Span<UInt8>) throws(ExitError)

    /// Lets what was written take effect.
    func finish() throws(ExitError)

    /// Removes what was written. Does nothing after a `finish()` that did not throw.
    func discard()
}

/// Standard output, to which nothing is written before all of it is there. Until then it is kept in memory, and what
/// exceeds `mostInMemory` in a temporary file without a name.
final class StandardOutputDraft: Draft {
    /// In bytes.
    private static let mostInMemory = 1024 * 1024

    private let folder: String
    private var inMemory: [UInt8] = []

    /// The descriptor of the temporary file.
    private var spool: Int32?

    /// - Parameter folder: that of temporary files.
    init(temporaryFilesIn folder: String) { self.folder = folder }

    func write(_ bytes: Span<UInt8>) throws(ExitError) {
        inMemory.append(copying: bytes)
        if inMemory.count >= Self.mostInMemory { try spill() }
    }

    func finish() throws(ExitError) {
        defer { discard() }
        guard let spool else { return try writeToStandardOutput(inMemory.span) }
        try spill()
        guard lseek(spool, 0, SEEK_SET) == 0 else { throw failed("read", .current) }
        let input = Input(descriptor: spool)
        while let chunk = input.read() {
            if chunk.isEmpty { return }
            try writeToStandardOutput(chunk.span)
        }
        throw failed("read", .current)
    }

    func discard() {
        inMemory = []
        if let spool { close(spool) }
        spool = nil
    }

    private func spill() throws(ExitError) {
        let descriptor = try opened()
        guard Output(descriptor: descriptor).write(inMemory.span) else { throw failed("written", .current) }
        inMemory.removeAll(keepingCapacity: true)
    }

    private func opened() throws(ExitError) -> Int32 {
        if let spool { return spool }
        let path = folder + "/" + TemporaryName.random
        // A signal must not end the program before the file has lost its name.
        let signals = HeldSignals()
        defer { signals.release() }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ExitError(
                status: .cannotCreate,
                sentence: "no temporary file can be created in \(folder): \(Errno.current); set TMPDIR.")
        }
        unsafe unlink(path)
        spool = descriptor
        return descriptor
    }

    private func failed(_ what: String, _ failure: Errno) -> ExitError {
        ExitError(status: .inputOutput, sentence: "a temporary file in \(folder) cannot be \(what): \(failure).")
    }
}

enum TemporaryName {
    /// A name that no other file has.
    static var random: String { ".voice-interviews-\(String(UInt64.random(in: .min ... .max), radix: 16))" }
}
