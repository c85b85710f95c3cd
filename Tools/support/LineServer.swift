// A program under measurement, spoken to over pipes. Every pointer of the tools that measure stays in this file.

internal import Glibc

/// Nanoseconds on a clock that never goes back.
public func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// A program has not answered by the time that its client set.
public struct TimeLimitExceeded: Error {}

/// A process that is given lines and answers each with a line, in their order.
public final class LineServer {
    private let process: ChildProcess
    private let input: Int32
    private let output: Int32

    /// What has been read: lines that were looked at, the line looked for from `start` on, and room.
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)
    private var start = 0
    private var end = 0
    private var searched = 0

    /// When answers are no longer waited for, as `now` tells the time; nil: never.
    public var deadline: Int?

    /// - Parameter command: the path of the program, and its arguments. It gets no environment.
    public init(_ command: [String]) throws(Failure) {
        let piped = try PipedProcess(command)
        (process, input, output) = (piped.process, piped.input, piped.output)
    }

    /// Closes its input, and waits until it has ended.
    public func finish() throws(Failure) {
        close(input)
        let status = process.status()
        close(output)
        guard status == 0 else { throw Failure("the program ended with status \(status)") }
    }

    /// Ends it at once, whatever it does.
    public func kill() {
        process.signal(SIGKILL)
        close(input)
        _ = process.status()
        close(output)
    }

    /// The most memory that it has had so far.
    public func peakMemory() throws -> Bytes { Bytes(try process.peakMemory()) }

    // MARK: - One at a time

    /// Writes one line, waits for the line that answers it, and gives that to `body`.
    /// - Returns: the time from before the write until the answer was there, in nanoseconds.
    /// - Throws: `TimeLimitExceeded` at the deadline.
    @discardableResult
    public func ask(_ line: Span<UInt8>, _ body: (Span<UInt8>) throws -> Void) throws -> Int {
        let begin = now()
        var written = 0
        while written < line.count {
            written += try write(line.extracting(written...))
            if written < line.count { _ = try wait(toWrite: true) }
        }
        var answer = nextLine()
        while answer == nil {
            if try wait(toWrite: false) { try read() }
            answer = nextLine()
        }
        let time = now() - begin
        if let answer { try give(answer, body) }
        return time
    }

    // MARK: - All at once

    /// Writes lines as fast as they are taken, reads the answers meanwhile, and gives each to `body`.
    /// - Returns: when each line's last byte was about to be written, and when its answer was there.
    @discardableResult
    public func pipeline(
        _ load: Load, _ body: (_ index: Int, _ answer: Span<UInt8>) throws -> Void
    ) throws -> (written: [Int], answered: [Int]) {
        var written: [Int] = []
        var answered: [Int] = []
        written.reserveCapacity(load.count)
        answered.reserveCapacity(load.count)
        var writtenBytes = 0
        while answered.count < load.count {
            if writtenBytes < load.bytes.count {
                let begin = now()
                writtenBytes += try write(load.bytes.span.extracting(writtenBytes...))
                while written.count < load.count, load.ends[written.count] <= writtenBytes { written.append(begin) }
            }
            guard try wait(toWrite: writtenBytes < load.bytes.count) else { continue }
            try read()
            let arrived = now()
            while let line = nextLine() {
                guard answered.count < load.count else { throw Failure("there are more answers than requests") }
                try give(line) { try body(answered.count, $0) }
                answered.append(arrived)
            }
        }
        return (written, answered)
    }

    // MARK: - Bytes

    /// The next line that has been read whole, without its end.
    private func nextLine() -> Range<Int>? {
        let found = unsafe buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, searched < end else { return nil }
            // Within what has been read of the buffer.
            let newline = unsafe memchr(base + searched, 0x0A, end - searched)
            return unsafe newline.map { unsafe UnsafeRawPointer($0) - base }
        }
        guard let found else {
            searched = end
            return nil
        }
        defer { (start, searched) = (found + 1, found + 1) }
        return start..<found
    }

    private func give(_ line: Range<Int>, _ body: (Span<UInt8>) throws -> Void) throws {
        // Held only while the body runs: at the next read, a second reference would make a copy of the buffer.
        let bytes = buffer
        try body(bytes.span.extracting(line))
    }

    /// Waits until there is something to read, and reads it.
    private func read() throws(Failure) {
        if start > 0 {
            unsafe buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                // Both ranges are within the buffer; memmove(3) lets them overlap.
                unsafe memmove(base, base + start, end - start)
            }
            (start, end, searched) = (0, end - start, searched - start)
        }
        if end == buffer.count { buffer += [UInt8](repeating: 0, count: end) }
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe Glibc.read(output, bytes.baseAddress.map { unsafe $0 + end }, bytes.count - end)
        }
        guard count > 0 else { throw count == 0 ? Failure("the program closed its output") : .system("read") }
        end += count
    }

    /// - Returns: how many bytes were taken; 0 if none can be at the moment.
    private func write(_ bytes: Span<UInt8>) throws(Failure) -> Int {
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(input, $0.baseAddress, $0.count) }
        guard count < 0 else { return count }
        guard errno == EAGAIN else { throw .system("write") }
        return 0
    }

    /// Waits until there is something to read, or, if wanted, room to write.
    /// - Returns: whether there is something to read.
    /// - Throws: `TimeLimitExceeded` at the deadline.
    private func wait(toWrite: Bool) throws -> Bool {
        var requests = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: toWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        // Rounded up, so that the last millisecond is not spent in polls that return at once.
        let patience = deadline.map { Int32(clamping: max(0, $0 - now() + 999_999) / 1_000_000) } ?? -1
        switch unsafe poll(&requests, 2, patience) {
        case 0: throw TimeLimitExceeded()
        case ..<0: throw Failure.system("poll")
        default: break
        }
        return requests[0].revents != 0
    }
}
