// Splits texts into terms with the tokenizer of SQLite's full-text search.

internal import CSQLite
internal import Interviews

/// The FTS5 tokenizer `unicode61` with `remove_diacritics 2`, for which marks are parts of words: in many scripts they are
/// letters (sqlite.org/fts5.html §4.3.1).
@safe final class FTS5Tokenizer {
    private let functions: fts5_tokenizer
    private let tokenizer: OpaquePointer

    /// - Throws: `SQLITE_ERROR` if SQLite was built without FTS5.
    init(_ connection: Connection) throws(StoreFailure) {
        var functions = fts5_tokenizer()
        var data: UnsafeMutableRawPointer?
        var tokenizer: OpaquePointer?
        guard let api = unsafe connection.fts5,
            unsafe api.pointee.xFindTokenizer(api, "unicode61", &data, &functions) == SQLITE_OK,
            unsafe Self.create(functions, data, ["remove_diacritics", "2", "categories", "L* N* Co Mn Mc"], &tokenizer)
                == SQLITE_OK,
            let tokenizer = unsafe tokenizer
        else { throw StoreFailure(SQLITE_ERROR, errno: 0) }
        self.functions = functions
        unsafe self.tokenizer = tokenizer
    }

    deinit { unsafe functions.xDelete(tokenizer) }

    /// - Parameter options: the arguments of `xCreate`, which copies what it needs (sqlite.org/fts5.html §7.1).
    private static func create(
        _ functions: fts5_tokenizer, _ data: UnsafeMutableRawPointer?, _ options: [StaticString],
        _ tokenizer: inout OpaquePointer?
    ) -> Int32 {
        var texts: [UnsafePointer<CChar>?] = unsafe options.map {
            unsafe UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        return unsafe functions.xCreate(data, &texts, Int32(options.count), &tokenizer)
    }

    func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        // The callback gets the address of `tokens` as its context, and is not called after xTokenize returns.
        unsafe withUnsafeMutablePointer(to: &tokens) { context in
            var text = text
            text.withUTF8 { bytes in
                let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
                _ = unsafe functions.xTokenize(
                    tokenizer, context, FTS5_TOKENIZE_DOCUMENT, start, Int32(bytes.count)
                ) { context, _, word, count, start, end in
                    guard let context = unsafe context?.assumingMemoryBound(to: [Token].self),
                        let word = unsafe UnsafeRawPointer(word)
                    else { return SQLITE_OK }
                    let bytes = unsafe UnsafeRawBufferPointer(start: word, count: Int(count))
                    unsafe context.pointee.append(
                        Token(Term(String(decoding: bytes, as: UTF8.self)), Int(start)..<Int(end)))
                    return SQLITE_OK
                }
            }
        }
        return tokens
    }
}
