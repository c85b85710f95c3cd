// Lines that are sent all at once, and what is read out of those that answer them.

/// Requests as bytes, made before anything is measured.
public struct Load {
    public private(set) var bytes: [UInt8] = []

    /// Where each line ends.
    public private(set) var ends: [Int] = []

    public var count: Int { ends.count }

    /// - Parameter lines: each with its end.
    public init(lines: some Sequence<String>) {
        for line in lines {
            bytes += line.utf8
            ends.append(bytes.count)
        }
    }

    /// - Parameter line: with its end.
    public init(line: [UInt8]) {
        bytes = line
        ends = [line.count]
    }

    public func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}

/// What is read out of an answer.
public enum Answer {
    private static let beginning = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
    private static let result = Array(#","result":"#.utf8)

    /// - Throws: unless the line answers the request of this id with a result.
    public static func check(_ line: Span<UInt8>, id: Int) throws(Failure) {
        var place = 0
        var number = 0
        var isGood = isNext(beginning, in: line, &place)
        while place < line.count, 0x30...0x39 ~= line[place] {
            number = number * 10 + Int(line[place] - 0x30)
            place += 1
        }
        isGood = isGood && number == id && isNext(result, in: line, &place)
        guard isGood else { throw Failure("request \(id) was answered with \(text(line.extracting(first: 300)))") }
    }

    /// A member whose value is a string.
    public struct Member: Sendable {
        public static let id = Member("id")
        public static let status = Member("status")
        public static let startedAt = Member("startedAt")
        public static let nextCursor = Member("nextCursor")

        /// What stands before the value.
        let bytes: [UInt8]

        private init(_ name: String) { bytes = Array("\"\(name)\":\"".utf8) }
    }

    /// The string that the next such member has.
    public static func string(_ member: Member, in line: Span<UInt8>, after place: inout Int) -> String? {
        while place < line.count {
            guard line[place] == UInt8(ascii: "\""), isNext(member.bytes, in: line, &place) else {
                place += 1
                continue
            }
            let start = place
            while line[place] != UInt8(ascii: "\"") { place += 1 }
            return text(line.extracting(start..<place))
        }
        return nil
    }

    public static func string(_ member: Member, in line: Span<UInt8>) -> String? {
        var place = 0
        return string(member, in: line, after: &place)
    }

    /// The strings that all such members have, in their order.
    public static func strings(_ member: Member, in line: Span<UInt8>) -> [String] {
        var place = 0
        var found: [String] = []
        while let next = string(member, in: line, after: &place) { found.append(next) }
        return found
    }

    /// Goes on behind what is expected, if it comes next.
    private static func isNext(_ expected: [UInt8], in line: Span<UInt8>, _ place: inout Int) -> Bool {
        guard line.count - place >= expected.count else { return false }
        for (index, byte) in expected.enumerated() where line[place + index] != byte { return false }
        place += expected.count
        return true
    }

    public static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}
