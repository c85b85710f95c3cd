// Violations: what a run can find.

/// A promise that the program did not keep.
struct Violation: Error {
    enum Kind {
        /// An answered write is missing or incomplete.
        case loss

        /// Anything else.
        case fault
    }

    let kind: Kind
    let text: String
}

extension Violation {
    static func fault(_ text: String) -> Violation { Violation(kind: .fault, text: text) }

    /// Two texts that should be equal, shown from just before their first difference.
    init(_ kind: Kind, _ text: String, expected: [UInt8], found: [UInt8]) {
        let common = zip(expected, found).prefix { $0 == $1 }.count
        func excerpt(_ bytes: [UInt8]) -> String {
            let start = max(common - 60, 0)
            return "(\(bytes.count) bytes) …" + String(decoding: bytes[start...].prefix(240), as: UTF8.self)
        }
        self.init(
            kind: kind,
            text:
                "\(text)\n  they differ at byte \(common)\n  expected \(excerpt(expected))\n  found    \(excerpt(found))"
        )
    }
}
