// Escapes of surrogates that stand alone, which JSON allows and many readers refuse (RFC 8259 §8.2).

extension Span<UInt8> {
    /// Of a JSON text: the same, with the escape of U+FFFD in place of each escape of a surrogate without its other half;
    /// nil where there is none.
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

    /// The code unit of UTF-16 that an escape `\uXXXX` stands for; nil where there is no such escape.
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
