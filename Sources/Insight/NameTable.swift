// Tables of names that are compared as those of members and roles: in lower case, without what joins words.

internal import JSON

/// Values by name. A name that is not in the table costs no more than to read it.
struct NameTable<Value: Sendable>: Sendable {
    /// By the hash of the name's key.
    private let entries: [UInt64: (key: [UInt8], value: Value)]

    /// For names with other letters than those of ASCII.
    private let values: [String: Value]
    private let hasOtherLetters: Bool

    /// - Parameter values: by the keys of the names (`nameKey`), of which those in ASCII are no longer than `NameKey.longest`.
    init(_ values: [String: Value]) {
        self.values = values
        hasOtherLetters = values.keys.contains { !$0.utf8.allSatisfy { $0 < 0x80 } }
        entries = Dictionary(
            uniqueKeysWithValues: values.compactMap { name, value in
                guard let key = NameKey(name.utf8.span) else { return nil }
                return (key.hash, (Array(name.utf8), value))
            })
    }

    /// The value of the name that a string is.
    func value(_ name: JSONSlice) -> Value? {
        guard name.hasEscapes else { return name.withContent { value($0) } }
        guard name.count <= Self.longestName * 6 else { return nil }
        let bytes = name.utf8
        return value(bytes.span)
    }

    func value(_ name: some StringProtocol) -> Value? {
        let name = Substring(name)
        return value(name.utf8.span)
    }

    private func value(_ name: Span<UInt8>) -> Value? {
        if let key = NameKey(name) {
            guard let entry = entries[key.hash], key.equals(entry.key) else { return nil }
            return entry.value
        }
        guard name.count <= Self.longestName, hasOtherLetters ? name.mayBeNamed : name.hasKelvinSign else { return nil }
        return values[String(decoding: [UInt8](copying: name), as: UTF8.self).nameKey]
    }

    /// In bytes, with whatever joins the words.
    private static var longestName: Int { 256 }
}

/// The key of a name in ASCII.
private struct NameKey {
    static let longest = 40

    private var bytes = [40 of UInt8](repeating: 0)
    private var count = 0

    /// FNV-1a.
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// - Returns: nil for a name with other letters, and for one that is too long.
    init?(_ name: Span<UInt8>) {
        for index in name.indices {
            var byte = name[index]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte |= 0x20
            case 0x80...: return nil
            default: break
            }
            guard count < Self.longest else { return nil }
            bytes[count] = byte
            count += 1
            hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3
        }
    }

    func equals(_ key: [UInt8]) -> Bool {
        guard key.count == count else { return false }
        for index in key.indices where key[index] != bytes[index] { return false }
        return true
    }
}

extension Span<UInt8> {
    /// Whether there is U+212A, the only letter beyond ASCII that one of ASCII is the lower case of.
    fileprivate var hasKelvinSign: Bool {
        var from = 0
        while let at = firstIndex(of: 0xE2, from: from) {
            if at + 2 < count, self[at + 1] == 0x84, self[at + 2] == 0xAA { return true }
            from = at + 1
        }
        return false
    }

    /// Whether a name can be one of those that are written with other letters: `usuário`, and those of East Asia.
    fileprivate var mayBeNamed: Bool {
        var at = 0
        while at < count, " _-.".utf8.contains(self[at]) { at += 1 }
        guard at < count else { return false }
        return self[at] >= 0xE1 || "uUmM".utf8.contains(self[at]) || hasKelvinSign
    }
}
