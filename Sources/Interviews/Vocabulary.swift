// The words of each interview, kept so that a search need look only into those that have what it looks for.
//
// FTS5 keeps such an index by itself, but not one from which a text can be taken away: up to SQLite 3.41, the words of
// what was deleted stay in the file until the index of all users is written anew, which takes the longer the more there
// is (0.9 s for 5,000 transcripts). So the words of an interview are a row of their own beside it: to delete it takes
// the words with it, at a cost that depends on nothing else, and a search reads the rows of its caller alone. The row is
// made by the first search that needs it, and dropped when the interview is saved again.

internal import GRDB
internal import Insight

extension Access {
    /// Drops the words of an interview that is about to change.
    func forgetWords(of id: String, _ account: inout Account) throws(Refusal) {
        guard account.readInterviews > 0 else { return }
        try run(.deleteVocabulary, [.integer(account.owner), .text(id)])
        account.readInterviews -= lastChangedRows
    }

    /// Keeps the words of an interview, which has none yet.
    func keepWords(of whole: WholeInterview, _ account: inout Account) throws(Refusal) {
        let tokenizer = try tokenizer()
        var words: Set<String> = []
        for text in [whole.interview.context] + whole.conversation.turns.map(\.text) {
            for token in tokenizer.tokens(of: text) { words.insert(token.word) }
        }
        let lines = words.sorted().reduce(into: [UInt8(ascii: "\n")]) {
            $0.append(contentsOf: $1.utf8)
            $0.append(UInt8(ascii: "\n"))
        }
        var checksum = Checksum()
        checksum.add(whole.interview.id)
        checksum.add(lines.span)
        try run(
            .insertVocabulary,
            [.integer(account.owner), .text(whole.interview.id), .utf8(lines), .integer(checksum.value)])
        account.readInterviews += 1
    }

    /// The newest interview between two ids that has all of `words`, of those whose words are kept.
    func newestInterview(
        with words: [String], after oldest: String, below newest: String, of account: Account
    ) throws(Refusal) -> String? {
        let sought = words.map { Array("\n\($0)\n".utf8) }
        var found: String?
        let values: [SQLValue] = [.integer(account.owner), .text(oldest), .text(newest)]
        try run(.vocabularies, values) { row throws(StoreFailure) in
            var checksum = Checksum()
            checksum.add(row.text(0))
            row.withUTF8(1) { checksum.add($0) }
            try row.expect(checksum, 2)
            if sought.allSatisfy({ row.contains($0, 1) }) { found = row.text(0) }
            return found == nil
        }
        return found
    }
}
