// Words of a text, as SQLite's full-text search finds them.

internal import GRDB

/// A word in small letters, without diacritics; the same as another one if their bytes are.
struct Word: Hashable {
    let text: String

    static func == (left: Word, right: Word) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        // The bytes stay where they are while they are hashed.
        text.withUTF8 { unsafe hasher.combine(bytes: .init($0)) }
    }
}

/// One word of a text, and where it stands.
struct Token {
    let word: Word

    /// Bytes of the text's UTF-8.
    let range: Range<Int>
}

/// FTS5's tokenizer `unicode61` with `remove_diacritics 2` (sqlite.org/fts5.html §4.3.1).
final class Tokenizer {
    private let tokenizer: any FTS5Tokenizer

    init(_ database: Database) throws(StoreFailure) {
        let descriptor = FTS5TokenizerDescriptor(components: ["unicode61", "remove_diacritics", "2"])
        do { tokenizer = try database.makeTokenizer(descriptor) } catch { throw StoreFailure(error) }
    }

    func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        // The callback runs only until `tokenize` returns, and gets the address of `tokens` back as its context.
        unsafe withUnsafeMutablePointer(to: &tokens) { context in
            var text = text
            text.withUTF8 { bytes in
                _ = unsafe tokenizer.tokenize(
                    context: context, tokenization: .document,
                    pText: UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self),
                    nText: CInt(bytes.count)
                ) { context, _, word, count, start, end in
                    guard let context = unsafe context?.assumingMemoryBound(to: [Token].self),
                        let word = unsafe UnsafeRawPointer(word)
                    else { return 0 }
                    let bytes = unsafe UnsafeRawBufferPointer(start: word, count: Int(count))
                    unsafe context.pointee.append(
                        Token(word: Word(text: String(decoding: bytes, as: UTF8.self)), range: Int(start)..<Int(end)))
                    return 0
                }
            }
        }
        return tokens
    }
}
