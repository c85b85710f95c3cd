// JSON that a text has in place of what is meant.

package import JSON

package enum EmbeddedJSON {
    /// The array, the object or the string that the text is, but for white space, the array of the objects that its lines
    /// are, or what stands in its first fenced code block.
    package static func value(in text: String) -> JSONSlice? { value(in: text, within: ReadingBudget()) }

    static func value(in text: String, within budget: ReadingBudget) -> JSONSlice? {
        value(in: Array(text.utf8), within: budget)
    }

    static func value(inString string: JSONSlice, within budget: ReadingBudget) -> JSONSlice? {
        value(in: string.utf8, within: budget)
    }

    private static func value(in text: [UInt8], within budget: ReadingBudget) -> JSONSlice? {
        let whole = text.span.withoutSpaceAround(text.indices)
        if let value = parsed(text[whole], budget) ?? lines(of: text[whole], budget) { return value }
        guard let fences = text.span.fences else { return nil }
        var start = fences.first + 3
        while start < text.count, !"[{".utf8.contains(text[start]),
            text[start] != UInt8(ascii: "\n") || text[start - 1] == UInt8(ascii: "\r")
        {
            start += 1
        }
        // The JSON may have a fence of its own in a string.
        for end in [fences.second, fences.last] where end > start {
            if let value = parsed(text[text.span.withoutSpaceAround(start..<end)], budget) { return value }
        }
        return nil
    }

    /// The array of the objects that are the lines of JSON Lines (jsonlines.org); the last of them may be cut off.
    private static func lines(of text: ArraySlice<UInt8>, _ budget: ReadingBudget) -> JSONSlice? {
        guard text.first == UInt8(ascii: "{") else { return nil }
        var array = [UInt8(ascii: "[")]
        array.reserveCapacity(text.count + 2)
        var last = 0
        var count = 0
        let span = text.span
        var lines = UTF8Lines(of: 0..<span.count)
        while let line = lines.next(in: span) {
            let line = span.withoutSpaceAround(line)
            guard !span.isBlank(line) else { continue }
            guard span[line.lowerBound] == UInt8(ascii: "{") else { return nil }
            last = array.count
            if count > 0 { array.append(UInt8(ascii: ",")) }
            array.append(copying: span.extracting(line))
            count += 1
        }
        guard count > 1 else { return nil }
        array.append(UInt8(ascii: "]"))
        if let value = parsed(array[...], budget) { return value }
        array.replaceSubrange(last..., with: [UInt8(ascii: "]")])
        return parsed(array[...], budget)
    }

    private static func parsed(_ text: ArraySlice<UInt8>, _ budget: ReadingBudget) -> JSONSlice? {
        guard let first = text.first, "[{\"".utf8.contains(first) else { return nil }
        do throws(JSONSyntaxError) { return try budget.parse(text)?.root } catch { return nil }
    }
}

extension Span<UInt8> {
    /// Where the first, the second and the last fence of code blocks begin; nil if there are fewer than two.
    fileprivate var fences: (first: Int, second: Int, last: Int)? {
        var found: (first: Int, second: Int?, last: Int)?
        var from = 0
        while let at = firstIndex(of: UInt8(ascii: "`"), from: from) {
            guard at + 2 < count, self[at + 1] == UInt8(ascii: "`"), self[at + 2] == UInt8(ascii: "`") else {
                from = at + 1
                continue
            }
            if let before = found { found = (before.first, before.second ?? at, at) } else { found = (at, nil, at) }
            from = at + 3
        }
        return found.flatMap { fences in fences.second.map { (fences.first, $0, fences.last) } }
    }
}
