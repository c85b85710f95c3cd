// Splits standard input into lines.

internal import InterviewMethods
internal import SQLiteStore
internal import JSONRPC

/// Reads the lines of a file descriptor until its end.
struct LineInput: ~Copyable {
    /// Why the input has ended.
    enum End {
        case endOfInput
        case failed(Errno)
    }

    private let input: Input
    private var splitter = LineSplitter()

    /// Nil until the input has ended.
    private(set) var end: End?

    init(descriptor: Int32) { input = Input(descriptor: descriptor) }

    /// Reads once, and returns the lines that are then complete. At the end of the input, a last line needs no line
    /// feed.
    /// - Returns: empty if no line is complete.
    mutating func read(_ reading: Service.Reading) -> [Line] {
        guard end == nil, input.isReady(for: reading) else { return [] }
        guard let chunk = input.read() else {
            end = .failed(.current)
            return []
        }
        if chunk.isEmpty {
            end = .endOfInput
            return splitter.finish().map { [$0] } ?? []
        }
        return splitter.split(chunk)
    }
}

extension Input {
    /// Whether to read now.
    fileprivate func isReady(for reading: Service.Reading) -> Bool {
        switch reading {
        case .waiting: true
        case .arrived: hasArrived
        case .nothing: false
        }
    }
}
