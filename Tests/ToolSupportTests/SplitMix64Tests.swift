// The random numbers of the tools: a seed gives the same sequence for ever.

import Testing
import ToolSupport

@Suite struct SplitMix64Tests {
    /// The first numbers of the authors' reference implementation in C (https://prng.di.unimi.it/splitmix64.c).
    @Test(
        arguments: [
            (
                seed: 0,
                numbers: [
                    0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC,
                    0x1B39_896A_51A8_749B,
                ]
            ),
            (
                seed: 1_234_567,
                numbers: [
                    6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                    4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
                ]
            ),
        ] as [(seed: UInt64, numbers: [UInt64])])
    func `a seed gives the numbers of the reference implementation`(seed: UInt64, numbers: [UInt64]) {
        var random = SplitMix64(seed: seed)
        #expect(numbers.map { _ in random.next() } == numbers)
    }

    @Test func `a number below a limit, an element and a magnitude each take one number of the sequence`() {
        var (random, next) = (SplitMix64(seed: 7), SplitMix64(seed: 7))
        let numbers = (0..<3).map { _ in next.next() }
        #expect(random.below(1_000) == Int(numbers[0] % 1_000))
        #expect(random.pick(["a", "b", "c"]) == ["a", "b", "c"][Int(numbers[1] % 3)])
        #expect(1...1_000_000 ~= random.magnitude(1...1_000_000))
        #expect(random.next() == next.next())
    }
}
