// Standard input as lines.

internal import InterviewMethods
internal import SQLiteStore
internal import JSONRPC

/// Reads the lines of a file descriptor until its end.
struct LineInput: ~Copyable {
    /// Why no more lines come.
    enum End {
        case endOfInput
        case failed(Errno)
    }

    private let input: Input
    private var splitter = LineSplitter()

    /// Nil while more lines may come.
    private(set) var end: End?

    init(descriptor: Int32) { input = Input(descriptor: descriptor) }

    /// The lines that one read(2) completes; the last one also without its line feed.
    /// - Returns: no lines if none is complete, also at the end.
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
    /// Whether to read from it now.
    fileprivate func isReady(for reading: Service.Reading) -> Bool {
        switch reading {
        case .waiting: true
        case .arrived: hasArrived
        case .nothing: false
        }
    }
}
