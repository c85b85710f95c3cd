// Numbers, and the tables in which they are printed.

/// How long calls took, in nanoseconds.
public struct Times {
    private var sorted: [Int]

    public init(_ times: [Int]) { sorted = times.sorted() }

    public var count: Int { sorted.count }
    public var median: Double { microseconds(sorted.count / 2) }
    public var percentile99: Double { microseconds(sorted.count * 99 / 100) }
    public var longest: Double { microseconds(sorted.count - 1) }
    public var perSecond: Double { Double(sorted.count) / Double(sorted.reduce(0, +)) * 1e9 }

    private func microseconds(_ index: Int) -> Double { Double(sorted[index]) / 1e3 }
}

public struct Bytes {
    public let count: Int

    public init(_ count: Int) { self.count = count }

    public var mebibytes: Double { Double(count) / 1_048_576 }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle.
    public var median: Double {
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

extension Double {
    /// With as many digits as can be relied on, and commas between thousands.
    public var shown: String {
        guard self >= 100 else { return fixed(digits: self < 10 ? 2 : 1) }
        return Int(rounded()).shown
    }

    public var shownAsRatio: String { fixed(digits: 2) }

    /// With so many digits behind the point, of a number that is not negative.
    private func fixed(digits: Int) -> String {
        let unit = (0..<digits).reduce(1) { product, _ in product * 10 }
        let scaled = Int((self * Double(unit)).rounded())
        let fraction = String(scaled % unit)
        return "\(scaled / unit)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

extension Int {
    /// With commas between thousands.
    public var shown: String {
        let digits = String(self)
        var shown = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { shown += "," }
            shown.append(digit)
        }
        return shown
    }
}

/// A table in Markdown, its columns aligned for whoever reads it as text.
public struct Table {
    private var rows: [[String]]

    /// How many columns, from the first on, have names and not numbers.
    private let names: Int

    public init(_ titles: [String], _ rows: [[String]] = [], names: Int = 1) {
        (self.rows, self.names) = ([titles] + rows, names)
    }

    public mutating func add(_ cells: String...) { rows.append(cells) }

    public mutating func add(_ cells: [String]) { rows.append(cells) }

    public var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < names ? cell + space : space + cell
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = widths.enumerated().map { column, width in
            String(repeating: "-", count: column < names ? width : width - 1) + (column < names ? "" : ":")
        }
        return ([line(rows[0]), line(rule)] + rows.dropFirst().map(line)).joined(separator: "\n") + "\n"
    }
}
