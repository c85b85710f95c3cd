// What a run can find.

/// Something that the program promised, and that is not so.
struct Finding: Error {
    enum Kind {
        /// An answered write is not there, or not whole.
        case loss

        /// Anything else that must not be.
        case fault
    }

    let kind: Kind
    let text: String
}

extension Finding {
    static func fault(_ text: String) -> Finding { Finding(kind: .fault, text: text) }

    /// Two texts that should be the same, shown from just before their first difference.
    init(_ kind: Kind, _ text: String, expected: [UInt8], found: [UInt8]) {
        let common = zip(expected, found).prefix { $0 == $1 }.count
        func excerpt(_ bytes: [UInt8]) -> String {
            let start = max(common - 60, 0)
            return "(\(bytes.count) bytes) …" + String(decoding: bytes[start...].prefix(240), as: UTF8.self)
        }
        self.init(
            kind: kind,
            text:
                "\(text)\n  they differ from byte \(common) on\n  expected \(excerpt(expected))\n  found    \(excerpt(found))"
        )
    }
}
