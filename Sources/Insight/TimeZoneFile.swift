// A parser of time zone files: TZif (RFC 9636), version 2 and later.

/// The offsets of a time zone from UTC, by time.
struct TimeZoneFile: Sendable {
    /// In seconds since 1970, in ascending order.
    private let transitions: [Int]

    /// The offset after each transition, in seconds east of UTC.
    private let offsets: [Int]

    /// The offset before the first transition.
    private let first: Int

    /// The rule for times after the last transition; nil if the last offset stays in force.
    private let rule: TimeZoneRule?

    /// - Returns: nil if the bytes are not a valid TZif file, or are one of version 1.
    init?(_ bytes: [UInt8]) {
        guard let old = Header(bytes[...]), old.version >= UInt8(ascii: "2") else { return nil }
        let rest = bytes.dropFirst(Header.length + old.dataLength(timeLength: 4))
        guard let header = Header(rest), header.types > 0 else { return nil }
        var data = rest.dropFirst(Header.length)
        let length = header.dataLength(timeLength: 8)
        guard data.count >= length else { return nil }
        let footer = data.dropFirst(length)
        func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { data = data.dropFirst(count) }
            return data.prefix(count)
        }
        let times = take(8 * header.times)
        let indexes = take(header.times)
        let types = take(6 * header.types)
        let typeOffsets = (0..<header.types).map { Int(Int32(truncatingIfNeeded: types.bigEndian(at: 6 * $0, 4))) }
        guard indexes.allSatisfy({ Int($0) < header.types }) else { return nil }
        transitions = (0..<header.times).map { times.bigEndian(at: 8 * $0, 8) }
        guard zip(transitions, transitions.dropFirst()).allSatisfy(<) else { return nil }
        offsets = indexes.map { typeOffsets[Int($0)] }
        first = typeOffsets[0]
        guard footer.first == UInt8(ascii: "\n"), let end = footer.dropFirst().firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let text = String(decoding: footer[(footer.startIndex + 1)..<end], as: UTF8.self)
        rule = text.isEmpty ? nil : TimeZoneRule(text)
        if rule == nil, !text.isEmpty { return nil }
    }

    /// The offset from UTC, in seconds east.
    /// - Parameter time: in seconds since 1970.
    func offset(at time: Int) -> Int {
        guard let last = transitions.last, time < last || rule == nil else { return rule?.offset(at: time) ?? first }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }

    /// The header of a data block (RFC 9636 §3.1).
    private struct Header {
        static let length = 44

        let version: UInt8
        private let counts: [Int]

        var times: Int { counts[3] }
        var types: Int { counts[4] }

        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= Self.length, bytes.starts(with: Array("TZif".utf8)) else { return nil }
            version = bytes[bytes.startIndex + 4]
            counts = (0..<6).map { bytes.bigEndian(at: 20 + 4 * $0, 4) }
        }

        /// The length of the data block in bytes.
        /// - Parameter timeLength: the length of a time in bytes.
        func dataLength(timeLength: Int) -> Int {
            times * (timeLength + 1) + types * 6 + counts[5] + counts[2] * (timeLength + 4) + counts[1] + counts[0]
        }
    }
}

extension ArraySlice<UInt8> {
    /// A big-endian number of `count` bytes.
    fileprivate func bigEndian(at offset: Int, _ count: Int) -> Int {
        self[(startIndex + offset)..<(startIndex + offset + count)].reduce(0) { $0 << 8 | Int($1) }
    }
}
