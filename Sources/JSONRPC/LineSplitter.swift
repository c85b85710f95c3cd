// Splits a stream of bytes into lines. It is a pure state machine, and reads nothing by itself.

internal import JSON

/// A line of input.
public enum Line: Equatable, Sendable {
    /// A line without its line feed, and without one carriage return before it. It is never blank.
    case text(ArraySlice<UInt8>)

    /// A line longer than `maximumBytes`, whose bytes were discarded.
    case tooLong

    /// The length of the longest line that is kept, in bytes.
    public static let maximumBytes = 16 * 1024 * 1024

    /// The number of bytes that were kept.
    public var byteCount: Int {
        switch self {
        case .text(let bytes): bytes.count
        case .tooLong: 0
        }
    }
}

/// Splits a stream at LF. Blank lines, and a byte order mark at the beginning of the stream, are dropped.
///
/// A line within one chunk is a slice of it. Only a line that continues in the next chunk is copied.
public struct LineSplitter: Sendable {
    private var beginning: [UInt8] = []
    private var isSkipping = false
    private var isFirstLine = true

    public init() {}

    /// The lines that `chunk` completes.
    public mutating func split(_ chunk: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while let lineFeed = chunk.span.firstIndex(of: UInt8(ascii: "\n"), from: start) {
            if let line = complete(chunk[start..<lineFeed]) { lines.append(line) }
            start = lineFeed + 1
        }
        if start < chunk.count { hold(chunk[start...]) }
        return lines
    }

    /// The last line, if the stream ends without a line feed.
    public mutating func finish() -> Line? {
        complete([])
    }

    private mutating func hold(_ part: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        beginning.append(contentsOf: part)
        // A byte order mark and a carriage return may still be dropped.
        if beginning.count > Line.maximumBytes + Self.byteOrderMark.count + 1 {
            isSkipping = true
            beginning = []
        }
    }

    private mutating func complete(_ end: ArraySlice<UInt8>) -> Line? {
        if isSkipping {
            isSkipping = false
            isFirstLine = false
            return .tooLong
        }
        var line = end
        if !beginning.isEmpty {
            beginning.append(contentsOf: end)
            line = beginning[...]
            beginning = []
        }
        if isFirstLine, line.starts(with: Self.byteOrderMark) { line = line.dropFirst(Self.byteOrderMark.count) }
        isFirstLine = false
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }) {
            return nil
        }
        return line.count > Line.maximumBytes ? .tooLong : .text(line)
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
