// Finds the places of terms in term lists.

internal import CSystem
internal import JSON

/// The terms of a query, as they stand in term lists.
public struct TermListScan {
    /// For each term the bytes that `TermList.terms` contains if and only if the term is listed: its line between two line
    /// feeds.
    private let patterns: [[UInt8]]

    public init(for terms: [Term]) { patterns = terms.map { Array("\n\($0.text)\n".utf8) } }

    /// The lines of the terms in a list, from 0; nil if one of them is not listed.
    /// - Parameters:
    ///   - terms: `TermList.terms`.
    ///   - budget: is charged for each time that they are scanned.
    public func lines(in terms: Span<UInt8>, within budget: inout Budget) -> [Int]? {
        var lines: [Int] = []
        for pattern in patterns {
            budget.spend(terms.count)
            guard let start = terms.firstOccurrence(of: pattern) else { return nil }
            lines.append(terms.extracting(..<start).count(of: UInt8(ascii: "\n")))
        }
        return lines
    }

    /// The places that occur in all lines, in ascending order.
    /// - Parameter places: `TermList.places`.
    /// - Returns: nil if a line does not exist, because `places` is damaged.
    public func commonPlaces(
        ofLines lines: [Int], in places: Span<UInt8>, within budget: inout Budget
    ) -> [Int]? {
        budget.spend(places.count)
        var common: [Int]?
        var (line, start) = (0, 0)
        for wanted in Set(lines).sorted() {
            while true {
                guard let end = places.firstIndex(of: UInt8(ascii: "\n"), from: start) else { return nil }
                defer { (line, start) = (line + 1, end + 1) }
                guard line == wanted else { continue }
                let numbers = Self.numbers(in: places.extracting(start..<end))
                common = common.map { Self.intersection($0, numbers) } ?? numbers
                break
            }
        }
        return common ?? []
    }

    /// The places in a list that is not stored.
    func places(in list: TermList) -> [Int] {
        var budget = Budget.unlimited
        guard let lines = lines(in: list.terms.span, within: &budget) else { return [] }
        return commonPlaces(ofLines: lines, in: list.places.span, within: &budget) ?? []
    }

    /// - Parameter line: decimal numbers, each followed by a space.
    private static func numbers(in line: Span<UInt8>) -> [Int] {
        var numbers: [Int] = []
        var number = 0
        for index in line.indices {
            if line[index] == UInt8(ascii: " ") {
                numbers.append(number)
                number = 0
            } else {
                // A damaged text can have any digits.
                number = number &* 10 &+ Int(line[index] &- UInt8(ascii: "0"))
            }
        }
        return numbers
    }

    /// The numbers in both of two ascending lists.
    private static func intersection(_ left: [Int], _ right: [Int]) -> [Int] {
        var both: [Int] = []
        var (first, second) = (0, 0)
        while first < left.count, second < right.count {
            if left[first] == right[second] { both.append(left[first]) }
            let (isBehind, isAhead) = (left[first] <= right[second], left[first] >= right[second])
            if isBehind { first += 1 }
            if isAhead { second += 1 }
        }
        return both
    }
}

extension Span<UInt8> {
    /// The index at which `sought` first occurs; nil if it does not.
    fileprivate func firstOccurrence(of sought: [UInt8]) -> Int? {
        unsafe withUnsafeBytes { bytes in
            unsafe sought.withUnsafeBytes { sought in
                guard let start = bytes.baseAddress, let address = sought.baseAddress,
                    let found = unsafe memmem(start, bytes.count, address, sought.count)
                else { return nil }
                return unsafe UnsafeRawPointer(found) - start
            }
        }
    }

    fileprivate func count(of byte: UInt8) -> Int {
        var count = 0
        for index in indices where self[index] == byte { count += 1 }
        return count
    }
}
