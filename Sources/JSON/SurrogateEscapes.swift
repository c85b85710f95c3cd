// Replaces escapes of unpaired surrogates, which JSON allows and many parsers reject (RFC 8259 §8.2).

extension Span<UInt8> {
    /// This JSON text, with each escape of an unpaired surrogate replaced by the escape of U+FFFD; nil if it contains
    /// none.
    public var withoutUnpairedSurrogates: [UInt8]? {
        var places: [Int] = []
        var at = 0
        while let backslash = firstIndex(of: UInt8(ascii: "\\"), from: at) {
            guard let unit = escapedUnit(at: backslash) else {
                at = backslash + 2
                continue
            }
            at = backslash + 6
            guard UTF16.isSurrogate(unit) else { continue }
            if UTF16.isLeadSurrogate(unit), let next = escapedUnit(at: at), UTF16.isTrailSurrogate(next) {
                at += 6
            } else {
                places.append(backslash + 2)
            }
        }
        guard !places.isEmpty else { return nil }
        var replaced = [UInt8](copying: self)
        for place in places { replaced.replaceSubrange(place..<place + 4, with: "fffd".utf8) }
        return replaced
    }

    /// The UTF-16 code unit of the escape at `start`, `\u` and four hexadecimal digits; nil if there is no such escape.
    private func escapedUnit(at start: Int) -> UInt16? {
        guard start + 6 <= count, self[start] == UInt8(ascii: "\\"), self[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard let digit = self[index].hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
