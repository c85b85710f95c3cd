// Cursors: what leads from one page of a list to the next, and cannot be made by anybody else.

internal import Insight

/// Makes cursors that hold only for one user and one list, and knows its own again.
///
/// A cursor is hexadecimal digits, 16 for each of its words: a keyed hash over the user, what the list is narrowed to and
/// the place with which the page begins, and that place under a mask made from the hash with the same key. So it tells
/// nothing, and a changed one is not valid.
struct CursorSeal {
    /// The secret of the database file.
    private let key: (UInt64, UInt64)

    /// The user, and what the list is narrowed to.
    private let scope: [String]

    init(key: (UInt64, UInt64), user: UserID, filter: InterviewFilter) {
        self.key = key
        scope = [
            user.text, filter.statuses?.map(\.rawValue).sorted().joined(separator: ",") ?? "",
            filter.technology.map { "=" + $0.lowercasedASCII } ?? "",
            filter.startedAfter.map { String($0.milliseconds) } ?? "",
            filter.startedBefore.map { String($0.milliseconds) } ?? "",
        ]
    }

    init(key: (UInt64, UInt64), user: UserID, query: String) {
        self.key = key
        scope = [user.text, "search", query]
    }

    /// - Parameter offset: a place within the interview, where the list has such places.
    func cursor(to id: InterviewID, offset: UInt64? = nil) -> String {
        let hash = hash(of: id, offset)
        let place = [id.high, id.low] + [offset].compactMap(\.self)
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for word in [hash] + place.enumerated().map({ $1 ^ mask(hash, UInt64($0 + 1)) }) {
            for shift in stride(from: 60, through: 0, by: -4) {
                digits.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)).hexadecimalDigit)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The place to which a cursor without an offset leads; nil if it is none of this list.
    func id(of cursor: String) -> InterviewID? {
        guard let place = words(of: cursor, 2) else { return nil }
        let id = InterviewID(high: place[0], low: place[1])
        // A sign or a capital letter would read as the same number.
        return self.cursor(to: id) == cursor ? id : nil
    }

    /// The place to which a cursor with an offset leads; nil if it is none of this list.
    func place(of cursor: String) -> (id: InterviewID, offset: UInt64)? {
        guard let place = words(of: cursor, 3) else { return nil }
        let id = InterviewID(high: place[0], low: place[1])
        return self.cursor(to: id, offset: place[2]) == cursor ? (id, place[2]) : nil
    }

    /// The words behind the hash, without their mask.
    private func words(of cursor: String, _ count: Int) -> [UInt64]? {
        let digits = Array(cursor.utf8)
        guard digits.count == 16 * (count + 1) else { return nil }
        let words = stride(from: 0, to: digits.count, by: 16).compactMap {
            UInt64(String(decoding: digits[$0..<$0 + 16], as: UTF8.self), radix: 16)
        }
        guard words.count == count + 1 else { return nil }
        return words.dropFirst().enumerated().map { $1 ^ mask(words[0], UInt64($0 + 1)) }
    }

    private func hash(of id: InterviewID, _ offset: UInt64?) -> UInt64 {
        var message: [UInt8] = []
        message.reserveCapacity(512)
        for field in scope + [id.description] + [offset].compactMap({ $0.map(String.init) }) {
            message.append(contentsOf: field.utf8)
            message.append(0)
        }
        return SipHash.hash(message, key: key)
    }

    private func mask(_ hash: UInt64, _ index: UInt64) -> UInt64 { SipHash.hash(hash, index, key: key) }
}

extension String {
    fileprivate var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }
}
