// Checks in one pass that bytes are a JSON text (RFC 8259) in UTF-8, and builds the outline of its values.
//
// The scanner is iterative, so no depth of nesting can exhaust the stack. Values deeper than `outlineDepth` are checked
// and get no nodes. Two errors are recorded and not thrown, because the request that contains them can still be read,
// and must be answered with its id: an unpaired surrogate (RFC 8259 §8.2) and nesting beyond `JSONText.maximumDepth`
// (§9).

struct Scanner: ~Copyable {
    private var nodes = Outline()
    private(set) var hasUnpairedSurrogate = false
    private(set) var isTooDeep = false
    private(set) var isLineSafe = true

    /// Whether the text has more values and names than the outline may have. The scan then ends at once.
    private(set) var isOverfull = false

    private let outlineDepth: Int
    private let mostNodes: Int
    private var containers = ContainerStack()
    private var openNode: UInt32 = 0

    init(outlineDepth: Int, mostNodes: Int = .max) {
        self.outlineDepth = outlineDepth
        self.mostNodes = mostNodes
    }

    /// The nodes of the scanned text.
    consuming func outline() -> Outline { nodes }

    // The position of the scan is a parameter and not a property, so that it stays in a register in the frequent
    // functions.

    /// Scans a whole text.
    /// - Precondition: the text is shorter than 4 GiB, so that every offset fits into a node.
    mutating func scan(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
        precondition(bytes.count < UInt32.max)
        var at = 0
        while !isOverfull {
            skipWhitespace(bytes, &at)
            guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
            if try scanValue(bytes, &at) { continue }
            guard try scanPunctuation(bytes, &at) else { return }
        }
    }

    /// Reads a scalar, an empty container, or the beginning of a container up to its first value.
    /// - Returns: whether a value must follow immediately.
    @inline(__always)
    private mutating func scanValue(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) -> Bool {
        switch bytes[at] {
        case UInt8(ascii: "{"):
            open(.object, &at)
            skipWhitespace(bytes, &at)
            if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
                close(&at)
                return false
            }
            try scanName(bytes, &at)
            return true
        case UInt8(ascii: "["):
            open(.array, &at)
            skipWhitespace(bytes, &at)
            if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
                close(&at)
                return false
            }
            return true
        case UInt8(ascii: "\""):
            let start = at
            let hasEscapes = try scanString(bytes, &at)
            note(.string, from: start, to: at, hasEscapes: hasEscapes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = at
            at = try bytes.endOfNumber(from: at)
            note(.number, from: start, to: at)
        case UInt8(ascii: "t"): at = try scanLiteral("true", .true, bytes, at)
        case UInt8(ascii: "f"): at = try scanLiteral("false", .false, bytes, at)
        case UInt8(ascii: "n"): at = try scanLiteral("null", .null, bytes, at)
        default: throw JSONSyntaxError(.expectedValue, at: at)
        }
        return false
    }

    /// Reads what may follow a value: closing brackets, then a comma (and a name) or the end of the text.
    /// - Returns: whether a value must follow.
    @inline(__always)
    private mutating func scanPunctuation(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) -> Bool {
        while containers.depth > 0 {
            skipWhitespace(bytes, &at)
            guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
            switch (bytes[at], containers.isInObject) {
            case (UInt8(ascii: ","), true):
                at &+= 1
                skipWhitespace(bytes, &at)
                try scanName(bytes, &at)
                return true
            case (UInt8(ascii: ","), false):
                at &+= 1
                return true
            case (UInt8(ascii: "}"), true), (UInt8(ascii: "]"), false):
                close(&at)
            default:
                throw JSONSyntaxError(.expectedCommaOrEnd, at: at)
            }
        }
        skipWhitespace(bytes, &at)
        guard at == bytes.count else { throw JSONSyntaxError(.afterValue, at: at) }
        return false
    }

    @inline(__always)
    private mutating func scanName(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) {
        guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
        guard bytes[at] == UInt8(ascii: "\"") else { throw JSONSyntaxError(.expectedName, at: at) }
        let start = at
        let hasEscapes = try scanString(bytes, &at)
        note(.string, from: start, to: at, hasEscapes: hasEscapes)
        skipWhitespace(bytes, &at)
        guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
        guard bytes[at] == UInt8(ascii: ":") else { throw JSONSyntaxError(.expectedColon, at: at) }
        at &+= 1
    }

    /// - Returns: the index after the literal.
    private mutating func scanLiteral(
        _ literal: StaticString, _ kind: JSONKind, _ bytes: Span<UInt8>, _ start: Int
    ) throws(JSONSyntaxError) -> Int {
        let end = start + literal.utf8CodeUnitCount
        for at in start..<end {
            guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
            // A StaticString's bytes live as long as the program.
            guard unsafe literal.utf8Start[at - start] == bytes[at] else {
                throw JSONSyntaxError(.expectedValue, at: start)
            }
        }
        note(kind, from: start, to: end)
        return end
    }

    @inline(__always)
    private mutating func skipWhitespace(_ bytes: Span<UInt8>, _ at: inout Int) {
        if at < bytes.count, bytes[at] <= UInt8(ascii: " ") { at = endOfWhitespace(bytes, at) }
    }

    private mutating func endOfWhitespace(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): at += 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                isLineSafe = false
                at += 1
            default: return at
            }
        }
        return at
    }

    // MARK: - Outline

    @inline(__always)
    private mutating func open(_ kind: JSONKind, _ at: inout Int) {
        if containers.depth <= outlineDepth {
            var node = JSONNode(kind: kind, start: UInt32(truncatingIfNeeded: at), end: 0, next: openNode)
            node.isSealed = containers.depth == outlineDepth
            openNode = UInt32(truncatingIfNeeded: nodes.count)
            append(node)
        }
        containers.push(kind)
        if containers.depth > JSONText.maximumDepth { isTooDeep = true }
        at &+= 1
    }

    @inline(__always)
    private mutating func close(_ at: inout Int) {
        at &+= 1
        containers.pop()
        guard containers.depth <= outlineDepth else { return }
        let parent = nodes[Int(openNode)].next
        nodes[Int(openNode)].end = UInt32(truncatingIfNeeded: at)
        nodes[Int(openNode)].next = UInt32(truncatingIfNeeded: nodes.count)
        openNode = parent
    }

    @inline(__always)
    private mutating func append(_ node: JSONNode) {
        if nodes.count >= mostNodes { isOverfull = true }
        nodes.append(node)
    }

    @inline(__always)
    private mutating func note(_ kind: JSONKind, from start: Int, to end: Int, hasEscapes: Bool = false) {
        guard containers.depth <= outlineDepth else { return }
        append(
            JSONNode(
                kind: kind, hasEscapes: hasEscapes, start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end), next: UInt32(truncatingIfNeeded: nodes.count &+ 1)))
    }
}

// MARK: - Strings

extension Scanner {
    /// Reads a string, including its quotes.
    /// - Returns: whether it contains a backslash.
    @inline(__always)
    private mutating func scanString(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) -> Bool {
        at = bytes.endOfPlainRun(from: at &+ 1)
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
            let hasEscapes: Bool
            (at, hasEscapes) = try scanRestOfString(bytes, at)
            return hasEscapes
        }
        at &+= 1
        return false
    }

    /// Reads the rest of a string from the first byte that is not plain.
    /// - Returns: the index after the closing quote, and whether the rest contains a backslash.
    private mutating func scanRestOfString(
        _ bytes: Span<UInt8>, _ start: Int
    ) throws(JSONSyntaxError) -> (end: Int, hasEscapes: Bool) {
        var at = start
        var hasEscapes = false
        while true {
            guard at < bytes.count else { throw JSONSyntaxError(.endOfText, at: at) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                return (at + 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try scanEscape(bytes, &at)
            case 0x80...:
                try scanMultibyte(bytes, &at)
            default:
                throw JSONSyntaxError(.controlCharacter, at: at)
            }
            at = bytes.endOfPlainRun(from: at)
        }
    }

    private mutating func scanEscape(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) {
        guard at + 1 < bytes.count else { throw JSONSyntaxError(.endOfText, at: bytes.count) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            let unit = try scanCodeUnit(bytes, &at)
            switch unit {
            case 0xDC00...0xDFFF:
                hasUnpairedSurrogate = true
            case 0xD800...0xDBFF:
                guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                    hasUnpairedSurrogate = true
                    return
                }
                let beforeSecond = at
                if !(0xDC00...0xDFFF ~= (try scanCodeUnit(bytes, &at))) {
                    hasUnpairedSurrogate = true
                    at = beforeSecond
                }
            default: break
            }
        default:
            throw JSONSyntaxError(.badEscape, at: at)
        }
    }

    /// Reads `\u` and four hexadecimal digits.
    private func scanCodeUnit(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for index in at + 2..<at + 6 {
            guard index < bytes.count else { throw JSONSyntaxError(.endOfText, at: bytes.count) }
            guard let digit = bytes[index].hexDigitValue else { throw JSONSyntaxError(.badEscape, at: at) }
            unit = unit << 4 | UInt16(digit)
        }
        at += 6
        return unit
    }

    /// Reads one scalar beyond ASCII (RFC 3629 §4: no overlong form, no surrogate, nothing beyond U+10FFFF).
    private mutating func scanMultibyte(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONSyntaxError) {
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch bytes[at] {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: throw JSONSyntaxError(.badUTF8, at: at)
            }
        guard at + length <= bytes.count, second ~= bytes[at + 1] else { throw JSONSyntaxError(.badUTF8, at: at) }
        for index in at + 2..<at + length where bytes[index] & 0xC0 != 0x80 {
            throw JSONSyntaxError(.badUTF8, at: at)
        }
        if isLineSafe, bytes.lineSeparatorEscape(at: at) != nil { isLineSafe = false }
        at += length
    }
}

// MARK: - Numbers

extension Span<UInt8> {
    /// The index after the number that begins at `start` (RFC 8259 §6).
    fileprivate func endOfNumber(from start: Int) throws(JSONSyntaxError) -> Int {
        var at = self[start] == UInt8(ascii: "-") ? start + 1 : start
        at = has(UInt8(ascii: "0"), at) ? at + 1 : try endOfDigits(from: at)
        if has(UInt8(ascii: "."), at) { at = try endOfDigits(from: at + 1) }
        if has(UInt8(ascii: "e"), at) || has(UInt8(ascii: "E"), at) {
            at += 1
            if has(UInt8(ascii: "+"), at) || has(UInt8(ascii: "-"), at) { at += 1 }
            at = try endOfDigits(from: at)
        }
        if at < count, self[at].isASCIIDigit { throw JSONSyntaxError(.badNumber, at: at) }
        return at
    }

    private func has(_ byte: UInt8, _ at: Int) -> Bool { at < count && self[at] == byte }

    /// The index after the digits from `start`, of which there must be at least one.
    private func endOfDigits(from start: Int) throws(JSONSyntaxError) -> Int {
        guard start < count else { throw JSONSyntaxError(.endOfText, at: start) }
        guard self[start].isASCIIDigit else { throw JSONSyntaxError(.badNumber, at: start) }
        var at = start + 1
        while at < count, self[at].isASCIIDigit { at &+= 1 }
        return at
    }
}
