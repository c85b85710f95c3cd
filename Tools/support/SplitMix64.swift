// Random numbers that a seed determines.

internal import Glibc

/// SplitMix64 (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators").
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A number from 0 up to, and without, a positive limit.
    ///
    /// By the remainder: its bias is below limit / 2⁶⁴, and every call takes one number of the sequence.
    public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// An element of an array that is not empty.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A number whose logarithm is uniformly distributed: each order of magnitude is equally likely.
    /// - Parameter range: of positive numbers.
    public mutating func magnitude(_ range: ClosedRange<Int>) -> Int {
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        return Int(low * pow(high / low, Double(below(1 << 20)) / Double(1 << 20)))
    }
}
