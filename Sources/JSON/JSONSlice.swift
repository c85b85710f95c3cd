// A value of a checked text, read in place and decoded on request.

/// A checked JSON value as a slice of its text. Its kind and extent are known; strings and numbers are decoded on
/// request.
public struct JSONSlice: Sendable {
    let text: JSONText
    let index: Int

    private var node: JSONNode { text.nodes[index] }

    public var kind: JSONKind { node.kind }

    /// The bytes of the value, exactly as they were written.
    public var bytes: ArraySlice<UInt8> {
        let start = text.bytes.startIndex
        return text.bytes[start + Int(node.start)..<start + Int(node.end)]
    }

    /// The length of the value as it was written, in bytes.
    public var count: Int { Int(node.end - node.start) }

    /// The elements of an array; empty for any other kind.
    public var elements: JSONElements { JSONElements(kind == .array ? unsealed : nil) }

    /// The value of the first member with this name; nil if there is none, or for any other kind.
    public func member(_ name: String) -> JSONSlice? { members.first { $0.name.isString(name) }?.value }

    /// The members of an object in the order of the text, including duplicates; empty for any other kind.
    public var members: JSONMembers { JSONMembers(kind == .object ? unsealed : nil) }

    /// This value with nodes for its children. A sealed container is scanned again.
    var unsealed: JSONSlice {
        guard node.isSealed else { return self }
        do { return try JSONText(bytes).root } catch { preconditionFailure("a part of a checked text is a text") }
    }

    /// Whether this value contains an unpaired surrogate (RFC 8259 §8.2).
    public var hasUnpairedSurrogate: Bool {
        guard text.hasUnpairedSurrogate else { return false }
        do { return try JSONText(bytes, outlineDepth: 0).hasUnpairedSurrogate } catch { return false }
    }

    /// Whether this value, inside `depth` arrays and objects, is nested deeper than `JSONText.maximumDepth`.
    public func isTooDeep(below depth: Int) -> Bool {
        guard text.isTooDeep else { return false }
        let wrapped =
            Array(repeating: UInt8(ascii: "["), count: depth) + bytes
            + Array(repeating: UInt8(ascii: "]"), count: depth)
        do { return try JSONText(wrapped[...], outlineDepth: 0).isTooDeep } catch { return false }
    }
}

// MARK: - Strings

extension JSONSlice {
    /// The decoded text of a string; nil for any other kind. An unpaired surrogate becomes U+FFFD.
    public var string: String? {
        let node = node
        guard node.kind == .string else { return nil }
        guard !node.hasEscapes else { return String(decoding: contentBytes, as: UTF8.self) }
        // The range excludes the quotes.
        let bytes = text.bytes
        let content = bytes.span.extracting(Int(node.start) + 1..<Int(node.end) - 1)
        return unsafe content.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The decoded text of a string in UTF-8. An unpaired surrogate becomes U+FFFD.
    private var contentBytes: ArraySlice<UInt8> {
        let content = bytes.dropFirst().dropLast()
        return hasEscapes ? decodedBytes(content) { _ in UTF8.encodedReplacementCharacter }[...] : content
    }

    /// The decoded text of a string in WTF-8 (simonsapin.github.io/wtf-8), which is UTF-8 that can also encode unpaired
    /// surrogates. These bytes are equal exactly if the strings are equal.
    var exactBytes: ArraySlice<UInt8> {
        let content = bytes.dropFirst().dropLast()
        guard hasEscapes else { return content }
        return decodedBytes(content) { surrogate in
            [0xED, 0x80 | UInt8(surrogate >> 6 & 0x3F), 0x80 | UInt8(surrogate & 0x3F)]
        }[...]
    }

    /// Whether this is a string that contains a backslash. A string without one contains no control character.
    public var hasEscapes: Bool { node.hasEscapes }

    /// Whether this is a string of exactly these scalars. Composed and decomposed characters differ.
    public func isString(_ other: String) -> Bool {
        let node = node
        guard node.kind == .string else { return false }
        guard !node.hasEscapes else { return isEscapedString(other) }
        let content = Int(node.start) + 1..<Int(node.end) - 1
        guard content.count == other.utf8.count else { return false }
        let bytes = text.bytes
        return bytes.span.extracting(content).equals(other.utf8.span)
    }

    /// Whether a string with escapes has exactly these scalars. It is not decoded first, because most strings differ at
    /// their beginning.
    private func isEscapedString(_ other: String) -> Bool {
        var content = bytes.dropFirst().dropLast()
        var theirs = other.utf8.makeIterator()
        while let byte = content.first {
            guard byte == UInt8(ascii: "\\") else {
                guard theirs.next() == byte else { return false }
                content.removeFirst()
                continue
            }
            let (unit, length) = content.span.codeUnit(ofEscapeAt: 0)
            guard let their = theirs.next(), unit < 0x80 ? their == unit : their >= 0x80 else { return false }
            guard unit < 0x80 else { return string?.utf8.elementsEqual(other.utf8) ?? false }
            content.removeFirst(length)
        }
        return theirs.next() == nil
    }

    /// The content of a string in UTF-8, with its escapes decoded.
    /// - Parameters:
    ///   - most: how many bytes are enough; the last scalar may end behind them.
    ///   - unpaired: returns the bytes for an unpaired surrogate.
    private func decodedBytes<Bytes: Sequence<UInt8>>(
        _ content: ArraySlice<UInt8>, most: Int = .max, unpaired: (UInt16) -> Bytes
    ) -> [UInt8] {
        let span = content.span
        var decoded: [UInt8] = []
        decoded.reserveCapacity(min(content.count, most))
        var at = 0
        while at < span.count, decoded.count < most {
            guard span[at] == UInt8(ascii: "\\") else {
                let end = span.firstIndex(of: UInt8(ascii: "\\"), from: at) ?? span.count
                let run = at..<at + min(end - at, most - decoded.count)
                decoded.append(copying: span.extracting(run))
                at = run.upperBound
                continue
            }
            let (unit, length) = span.codeUnit(ofEscapeAt: at)
            at += length
            guard unit >= 0x80 else {
                decoded.append(UInt8(truncatingIfNeeded: unit))
                continue
            }
            var scalar = Unicode.Scalar(unit)
            if UTF16.isLeadSurrogate(unit), at + 6 <= span.count, span[at] == UInt8(ascii: "\\") {
                let (trail, length) = span.codeUnit(ofEscapeAt: at)
                if UTF16.isTrailSurrogate(trail) {
                    scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00))
                    at += length
                }
            }
            if let encoded = scalar.flatMap(UTF8.encode) { decoded += encoded } else { decoded += unpaired(unit) }
        }
        return decoded
    }
}

extension Span<UInt8> {
    /// The UTF-16 code unit of the escape whose backslash is at `at`, and the length of the escape in bytes.
    fileprivate func codeUnit(ofEscapeAt at: Int) -> (unit: UInt16, length: Int) {
        switch self[at + 1] {
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "u"):
            var unit: UInt16 = 0
            for digit in at + 2..<at + 6 { unit = unit << 4 | UInt16(self[digit].hexDigitValue ?? 0) }
            return (unit, 6)
        case let byte: return (UInt16(byte), 2)
        }
    }
}

// MARK: - Parts of strings

extension JSONSlice {
    /// The decoded text of a string, or the beginning of it; nil for any other kind.
    /// - Parameter most: the most bytes of UTF-8 that the beginning has. A scalar is not cut.
    public func beginning(_ most: Int) -> (text: String, isWhole: Bool)? {
        guard kind == .string else { return nil }
        let content = bytes.dropFirst().dropLast()
        if content.count <= most { return string.map { ($0, true) } }
        let decoded =
            hasEscapes
            ? decodedBytes(content, most: most + 1) { _ in UTF8.encodedReplacementCharacter }[...] : content
        guard decoded.count > most else { return (String(decoding: decoded, as: UTF8.self), true) }
        var end = decoded.startIndex + most
        while end > decoded.startIndex, decoded[end] & 0xC0 == 0x80 { end -= 1 }
        return (String(decoding: decoded[..<end], as: UTF8.self), false)
    }

    /// Whether the value is written with exactly these bytes.
    public func isWritten(as other: ArraySlice<UInt8>) -> Bool {
        let (node, bytes) = (node, text.bytes)
        return bytes.span.extracting(Int(node.start)..<Int(node.end)).equals(other.span)
    }

    /// Calls `body` with the content of a string as it was written, with its escapes; with nothing for any other kind.
    public func withContent<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        let (node, bytes) = (node, text.bytes)
        let content = node.kind == .string ? Int(node.start) + 1..<Int(node.end) - 1 : 0..<0
        return body(bytes.span.extracting(content))
    }

    /// The decoded text of a string in UTF-8; empty for any other kind.
    public var utf8: [UInt8] { kind == .string ? Array(contentBytes) : [] }
}

// MARK: - Names

extension JSONSlice {
    /// The duplicate member names of an object, each once, compared byte for byte after decoding; empty for any other
    /// kind.
    public var repeatedNames: [String] {
        guard kind == .object else { return [] }
        let object = unsealed
        let (text, end) = (object.text, Int(object.node.next))
        var repeated: [String] = []
        var count = 0
        // Comparing a few short names in place costs less than hashing them.
        var index = object.index + 1
        while index < end {
            count += 1
            guard count <= 8 else { return object.manyRepeatedNames }
            var earlier = object.index + 1
            var occurrences = 0
            while earlier < index {
                if text.isSameName(earlier, index) { occurrences += 1 }
                earlier = Int(text.nodes[earlier + 1].next)
            }
            if occurrences == 1 { repeated.append(JSONSlice(text: text, index: index).string ?? "") }
            index = Int(text.nodes[index + 1].next)
        }
        return repeated
    }

    private var manyRepeatedNames: [String] {
        var seen: Set<MemberName> = []
        var repeated: Set<MemberName> = []
        var names: [String] = []
        for (name, _) in members {
            let name = MemberName(slice: name)
            if !seen.insert(name).inserted, repeated.insert(name).inserted { names.append(name.slice.string ?? "") }
        }
        return names
    }
}

/// A member name as a key for hashing. Two are equal if their decoded bytes are equal.
private struct MemberName: Hashable {
    let slice: JSONSlice
    private let bytes: ArraySlice<UInt8>

    init(slice: JSONSlice) {
        self.slice = slice
        bytes = slice.exactBytes
    }

    static func == (left: MemberName, right: MemberName) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) {
        // The pointer is used only within the closure.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension JSONText {
    /// Whether the member names at two nodes are equal after decoding.
    fileprivate func isSameName(_ one: Int, _ other: Int) -> Bool {
        let (left, right) = (nodes[one], nodes[other])
        guard !left.hasEscapes, !right.hasEscapes else {
            return JSONSlice(text: self, index: one).exactBytes == JSONSlice(text: self, index: other).exactBytes
        }
        guard left.end - left.start == right.end - right.start else { return false }
        let bytes = bytes
        let span = bytes.span
        return span.extracting(Int(left.start)..<Int(left.end))
            .equals(span.extracting(Int(right.start)..<Int(right.end)))
    }
}

// MARK: - Numbers

extension JSONSlice {
    /// The value of a number without a fractional part, in any notation (`30`, `30.0`, `3e1`); nil for any other
    /// number, a number outside the range of `Int`, and any other kind.
    public var integer: Int? {
        guard kind == .number else { return nil }
        return smallInteger ?? JSONDecimal(bytes).integer
    }

    /// The value of a number that is written as at most 18 digits; nil for any other notation.
    private var smallInteger: Int? {
        let (node, bytes) = (node, text.bytes)
        guard node.end - node.start <= 18 else { return nil }
        let span = bytes.span
        var value = 0
        for index in Int(node.start)..<Int(node.end) {
            guard span[index].isASCIIDigit else { return nil }
            value = value * 10 + Int(span[index] - UInt8(ascii: "0"))
        }
        return value
    }

    /// Whether this is a number within a range, compared exactly.
    public func isNumber(within range: ClosedRange<Int>) -> Bool {
        guard kind == .number else { return false }
        if let smallInteger { return range ~= smallInteger }
        let value = JSONDecimal(bytes)
        return !(value < JSONDecimal(range.lowerBound)) && !(JSONDecimal(range.upperBound) < value)
    }

    /// The double nearest to a number; nil for a number beyond the largest double, and for any other kind.
    public var double: Double? {
        guard kind == .number else { return nil }
        // A double represents every integer of fewer than 16 digits exactly.
        if count < 16, let smallInteger { return Double(smallInteger) }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
