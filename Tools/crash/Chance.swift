// Chance that a seed determines.

internal import Glibc

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A number of every order of magnitude up to the bound as often as of any other.
    mutating func magnitude(_ range: ClosedRange<Int>) -> Int {
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        return Int(low * pow(high / low, Double(below(1 << 20)) / Double(1 << 20)))
    }
}
