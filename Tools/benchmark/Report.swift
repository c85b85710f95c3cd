// Numbers, and the tables in which they are printed.

internal import Foundation

/// How long calls took, in nanoseconds.
struct Times {
    private var sorted: [Int]

    init(_ times: [Int]) { sorted = times.sorted() }

    var count: Int { sorted.count }
    var median: Double { microseconds(sorted.count / 2) }
    var percentile99: Double { microseconds(sorted.count * 99 / 100) }
    var longest: Double { microseconds(sorted.count - 1) }
    var perSecond: Double { Double(sorted.count) / Double(sorted.reduce(0, +)) * 1e9 }

    private func microseconds(_ index: Int) -> Double { Double(sorted[index]) / 1e3 }
}

struct Bytes {
    let count: Int

    init(_ count: Int) { self.count = count }

    var mebibytes: Double { Double(count) / 1_048_576 }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle.
    var median: Double {
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

extension Double {
    /// With as many digits as can be relied on, and commas between thousands.
    var shown: String {
        guard self >= 100 else { return String(format: self < 10 ? "%.2f" : "%.1f", self) }
        return Int(rounded()).shown
    }

    var shownAsRatio: String { String(format: "%.2f", self) }
}

extension Int {
    /// With commas between thousands.
    var shown: String {
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
struct Table {
    private var rows: [[String]]

    init(_ titles: [String], _ rows: [[String]] = []) { self.rows = [titles] + rows }

    mutating func add(_ cells: String...) { rows.append(cells) }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = widths.enumerated().map { column, width in
            String(repeating: "-", count: column == 0 ? width : width - 1) + (column == 0 ? "" : ":")
        }
        return ([line(rows[0]), line(rule)] + rows.dropFirst().map(line)).joined(separator: "\n") + "\n"
    }
}
