// A value inside a checked text, looked at in place.

/// A checked JSON value that is still bytes: it knows its kind and its extent, and decodes only what is asked for.
public struct JSONSlice: Sendable {
    let text: JSONText
    let index: Int

    private var node: JSONNode { text.nodes[index] }

    public var kind: JSONKind { node.kind }

    /// The value exactly as it was written.
    public var bytes: ArraySlice<UInt8> {
        let start = text.bytes.startIndex
        return text.bytes[start + Int(node.start)..<start + Int(node.end)]
    }

    /// The number of bytes that it was written with.
    public var count: Int { Int(node.end - node.start) }

    /// The elements of an array; none for any other kind.
    public var elements: JSONElements { JSONElements(kind == .array ? unsealed : nil) }

    /// The value of the first member of this name; nil also for any other kind.
    public func member(_ name: String) -> JSONSlice? { members.first { $0.name.isString(name) }?.value }

    /// The members of an object in the order of the text, equal names and all; none for any other kind.
    public var members: JSONMembers { JSONMembers(kind == .object ? unsealed : nil) }

    /// The same value, with an outline that reaches further down.
    var unsealed: JSONSlice {
        guard node.isSealed else { return self }
        do { return try JSONText(bytes).root } catch { preconditionFailure("a part of a checked text is a text") }
    }

    /// Whether an unpaired surrogate stands in this value.
    public var hasUnpairedSurrogate: Bool {
        guard text.hasUnpairedSurrogate else { return false }
        do { return try JSONText(bytes, outlineDepth: 0).hasUnpairedSurrogate } catch { return false }
    }

    /// Whether this value is nested too deep, when it already lies inside `depth` arrays and objects.
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
    /// The text of a string, escapes resolved; nil for any other kind. An unpaired surrogate becomes U+FFFD.
    public var string: String? {
        let node = node
        guard node.kind == .string else { return nil }
        guard !node.hasEscapes else { return String(decoding: contentBytes, as: UTF8.self) }
        // The string's extent without its quotes.
        let bytes = text.bytes
        let content = bytes.span.extracting(Int(node.start) + 1..<Int(node.end) - 1)
        return unsafe content.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The UTF-8 of a string, escapes resolved. An unpaired surrogate becomes U+FFFD.
    private var contentBytes: ArraySlice<UInt8> {
        let content = bytes.dropFirst().dropLast()
        return hasEscapes ? decodedBytes(content) { _ in UTF8.encodedReplacementCharacter }[...] : content
    }

    /// The same bytes for the same string, and others for any other: UTF-8, but that an unpaired surrogate stands for
    /// itself, as in WTF-8 (simonsapin.github.io/wtf-8).
    var exactBytes: ArraySlice<UInt8> {
        let content = bytes.dropFirst().dropLast()
        guard hasEscapes else { return content }
        return decodedBytes(content) { surrogate in
            [0xED, 0x80 | UInt8(surrogate >> 6 & 0x3F), 0x80 | UInt8(surrogate & 0x3F)]
        }[...]
    }

    /// Whether a backslash stands in this string. A string without one holds no control character.
    public var hasEscapes: Bool { node.hasEscapes }

    /// Whether this is a string with exactly these scalars; composed and decomposed characters differ.
    public func isString(_ other: String) -> Bool {
        let node = node
        guard node.kind == .string else { return false }
        guard !node.hasEscapes else { return isEscapedString(other) }
        let content = Int(node.start) + 1..<Int(node.end) - 1
        guard content.count == other.utf8.count else { return false }
        let bytes = text.bytes
        return bytes.span.extracting(content).equals(other.utf8.span)
    }

    /// Nothing is decoded in vain: most strings differ at their beginning.
    private func isEscapedString(_ other: String) -> Bool {
        var content = bytes.dropFirst().dropLast()
        var theirs = other.utf8.makeIterator()
        while let byte = content.first {
            guard byte == UInt8(ascii: "\\") else {
                guard theirs.next() == byte else { return false }
                content.removeFirst()
                continue
            }
            let (unit, length) = codeUnit(ofEscape: content.dropFirst())
            guard let their = theirs.next(), unit < 0x80 ? their == unit : their >= 0x80 else { return false }
            guard unit < 0x80 else { return string?.utf8.elementsEqual(other.utf8) ?? false }
            content.removeFirst(length)
        }
        return theirs.next() == nil
    }

    /// UTF-8 without escapes.
    /// - Parameter unpaired: gives the bytes for an unpaired surrogate.
    private func decodedBytes<Bytes: Sequence<UInt8>>(
        _ content: ArraySlice<UInt8>, unpaired: (UInt16) -> Bytes
    ) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(content.count)
        var at = content.startIndex
        while at < content.endIndex {
            guard content[at] == UInt8(ascii: "\\") else {
                let run = content[at...].prefix { $0 != UInt8(ascii: "\\") }
                decoded += run
                at = run.endIndex
                continue
            }
            let (unit, length) = codeUnit(ofEscape: content[(at + 1)...])
            at += length
            var scalar = Unicode.Scalar(unit)
            if UTF16.isLeadSurrogate(unit), at + 6 <= content.endIndex, content[at] == UInt8(ascii: "\\") {
                let (trail, length) = codeUnit(ofEscape: content[(at + 1)...])
                if UTF16.isTrailSurrogate(trail) {
                    scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00))
                    at += length
                }
            }
            if let encoded = scalar.flatMap(UTF8.encode) { decoded += encoded } else { decoded += unpaired(unit) }
        }
        return decoded
    }

    /// The UTF-16 code unit that an escape stands for, and the escape's length with its backslash.
    private func codeUnit(ofEscape escape: ArraySlice<UInt8>) -> (unit: UInt16, length: Int) {
        switch escape[escape.startIndex] {
        case UInt8(ascii: "b"): (0x08, 2)
        case UInt8(ascii: "f"): (0x0C, 2)
        case UInt8(ascii: "n"): (0x0A, 2)
        case UInt8(ascii: "r"): (0x0D, 2)
        case UInt8(ascii: "t"): (0x09, 2)
        case UInt8(ascii: "u"):
            (escape.dropFirst().prefix(4).reduce(0) { $0 << 4 | UInt16($1.hexDigitValue ?? 0) }, 6)
        case let byte: (UInt16(byte), 2)
        }
    }
}

// MARK: - Names

extension JSONSlice {
    /// The member names of an object that occur more than once in it, byte for byte after their escapes.
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

/// A member's name, the same as another one of its text if both are after their escapes.
private struct MemberName: Hashable {
    let slice: JSONSlice
    private let bytes: ArraySlice<UInt8>

    init(slice: JSONSlice) {
        self.slice = slice
        bytes = slice.exactBytes
    }

    static func == (left: MemberName, right: MemberName) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) {
        // The bytes stay where they are while they are hashed.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension JSONText {
    /// Whether two member names, given by their nodes, are the same after their escapes.
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
    /// The value of a number without a fractional part, in whatever way it is written (`30`, `30.0`, `3e1`); nil for
    /// any other kind, any other number, and one that an `Int` cannot hold.
    public var integer: Int? {
        guard kind == .number else { return nil }
        return smallInteger ?? JSONDecimal(bytes).integer
    }

    /// The value of a number that is written with a few digits and nothing else.
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

    /// Whether this is a number within a range, to its last digit.
    public func isNumber(within range: ClosedRange<Int>) -> Bool {
        guard kind == .number else { return false }
        if let smallInteger { return range ~= smallInteger }
        let value = JSONDecimal(bytes)
        return !(value < JSONDecimal(range.lowerBound)) && !(JSONDecimal(range.upperBound) < value)
    }

    /// The nearest double of a number; nil for any other kind and for a number beyond the largest double.
    public var double: Double? {
        guard kind == .number else { return nil }
        // Fewer than 16 digits are exact.
        if count < 16, let smallInteger { return Double(smallInteger) }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
