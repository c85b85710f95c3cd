// Search finds words in the turns and contexts of the caller's interviews, page by page.

import Insight
import TestStores
import Testing

@testable import Interviews

extension SearchHit {
    fileprivate var marked: String { window.map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined() }
}

@Suite struct SearchTests {
    private let store: any Store

    init() throws { store = try emptyStore() }

    @Test(arguments: [
        ("eco", "L'[éco], c'est l'économie."), ("ÉCO", "L'[éco], c'est l'économie."), ("econom", nil),
        ("economie c est", "L'éco, [c]'[est] l'[économie]."), ("l'éco", "[L'éco], c'est l'économie."),
        ("éco OR x", nil), ("eco*", "L'[éco], c'est l'économie."), ("\"eco\"", "L'[éco], c'est l'économie."),
        ("-eco", "L'[éco], c'est l'économie."), ("eco AND est", nil), ("text:eco", nil),
        ("est-l", "L'éco, c'[est l]'économie."),
        ("est-c", nil), ("e\u{301}co", "L'[éco], c'est l'économie."), ("^eco", "L'[éco], c'est l'économie."),
    ]) func `a query has no syntax and ignores diacritics`(_ query: String, _ marked: String?) throws {
        _ = try store.createSaying("L'éco, c'est l'économie.")
        #expect(try store.search(query).hits.map(\.marked) == [marked].compactMap(\.self))
    }

    @Test(arguments: [
        ("redis", "我用[Redis]做缓存，用Kafka做消息队列。"), ("缓存", "我用Redis做[缓存]，用Kafka做消息队列。"),
        ("用KAFKA做", "我用Redis做缓存，[用Kafka做]消息队列。"), ("消息队列", "我用Redis做缓存，用Kafka做[消息队列]。"),
        ("列 缓", "我用Redis做[缓]存，用Kafka做消息队[列]。"), ("存缓", nil), ("redi", nil), ("缓队", nil),
        ("存用", nil), ("存，用", "我用Redis做缓[存，用]Kafka做消息队列。"), ("存-用", "我用Redis做缓[存，用]Kafka做消息队列。"),
        ("缓-存", nil), ("Redis 做缓", "我用[Redis][做缓]存，用Kafka做消息队列。"),
    ]) func `a word is found inside a sentence that is written without spaces`(_ query: String, _ marked: String?)
        throws
    {
        _ = try store.createSaying("我用Redis做缓存，用Kafka做消息队列。")
        #expect(try store.search(query).hits.map(\.marked) == [marked].compactMap(\.self))
    }

    @Test(arguments: [
        ("캐시", "[캐시]는 Redis로"), ("redis", "캐시는 [Redis]로"), ("ไม่", nil), ("キャッシュ", nil),
    ]) func `a word is found next to its particle`(_ query: String, _ marked: String?) throws {
        _ = try store.createSaying("캐시는 Redis로")
        #expect(try store.search(query).hits.map(\.marked) == [marked].compactMap(\.self))
    }

    @Test(arguments: [
        ("Αθήνα", "αθηνα", true), ("᾿Αθῆναι", "ΑΘΗΝΑΙ", true), ("Οδυσσεύς", "οδυσσευς", true), ("ёлка", "елка", true),
        ("Чайковский", "чаиковскии", true), ("ї", "і", true), ("מְהַנְדֵּס", "מהנדס", true), ("מהנדס", "מְהַנְדֵּס", true),
        ("مُهَنْدِسٌ", "مهندس", true), ("مهنـــدس", "مهندس", true), ("أحمد", "احمد", true), ("का", "की", false),
        ("की", "की", true), ("का", "क", false), ("ไม่", "ไม", false), ("ไม่", "ไม่", true), ("កា", "ក", false),
        ("tiếng Việt", "tieng viet", true), ("Αθη\u{301}να", "Αθήνα", true), ("и\u{306}", "й", true),
        ("Đà Nẵng", "da nang", true), ("Łódź", "lodz", true), ("cœur", "COEUR", true), ("Ørsted", "orsted", true),
        ("Redis🙂", "redis", true), ("🧠Swift🥹", "swift", true), ("10\u{20BF}", "10", true), ("Redis🙂", "redis🙂", true),
        ("Straße", "STRASSE", true), ("\u{1E9E}", "ss", true), ("葛\u{E0100}城", "葛城", true),
        // Canonically equivalent: Kana, Hangul, Indic letters, compatibility ideographs, Hebrew presentation forms.
        ("か\u{3099}", "が", true), ("か", "が", false), ("\u{1112}\u{1161}\u{11AB}글", "한글", true),
        ("하", "한", false), ("\u{958}लम", "\u{915}\u{93C}लम", true), ("\u{F900}", "\u{8C48}", true),
        ("\u{FB2A}", "ש", true), ("\u{212B}", "å", true),
    ]) func `case and diacritics do not matter, and marks that are letters do`(
        _ said: String, _ query: String, _ isFound: Bool
    ) throws {
        _ = try store.createSaying(said)
        #expect(try store.search(query).hits.isEmpty == !isFound)
    }

    @Test(arguments: ["❤️", "🙂", "🥹👍", "\u{301}", "", "!?", "…", "()*\"-"]) func `a query without a term is refused`(
        _ query: String
    ) throws {
        _ = try store.create()
        #expect(throws: Refusal.noWords) { try store.search(query) }
    }

    @Test func `both spellings of a text are found, each marked as it is spelt`() throws {
        _ = try store.createSaying("\u{AC00} \u{1100}\u{1161}", "\u{1100}\u{1161}")
        for query in ["\u{AC00}", "\u{1100}\u{1161}"] {
            let hits = try store.search(query).hits
            #expect(hits.map(\.turn) == [0, 1])
            #expect(
                hits.map { $0.window.map { Array($0.text.unicodeScalars) } } == [
                    [["\u{AC00}"], [" "], ["\u{1100}", "\u{1161}"]], [["\u{1100}", "\u{1161}"]],
                ])
        }
    }

    @Test func `all words occur in one turn or one context, and hits are in order`() throws {
        let old = try store.createSaying("swift first", "then rust", "Rust, then Swift", context: "Swift and Rust")
        let new = try store.createSaying("nothing", "swift rust")
        let hits = try store.search("rust swift").hits
        #expect(hits.map(\.interviewId) == [new, old, old])
        #expect(hits.map(\.turn) == [1, nil, 2])
        #expect(hits.map(\.speaker) == [.candidate, nil, .candidate])
    }

    @Test func `a search finds the content that was saved last`() throws {
        let id = try store.createSaying("kafka")
        #expect(try store.search("kafka").hits.count == 1)
        try store.save(id, transcription: #""rabbit""#)
        #expect(try store.search("kafka").hits.isEmpty)
        #expect(try store.search("rabbit").hits.map(\.turn) == [0])
        try store.save(id, transcription: #"{"unknown":"rabbit"}"#)
        #expect(try store.search("rabbit").hits.isEmpty)
    }

    @Test func `another user's interviews are not found`() throws {
        _ = try store.createSaying("secret", context: "secret", user: "kp_bob")
        #expect(try store.search("secret").hits.isEmpty)
        let own = try store.createSaying("secret too")
        #expect(try store.search("secret").hits.map(\.interviewId) == [own])
        #expect(try store.search("secret", user: "kp_bob").hits.count == 2)
        #expect(try store.search("secret", user: "kp_carol").hits.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 7]) func `the pages have all hits, each once`(_ limit: Int) throws {
        var expected: [String] = []
        for index in 0..<6 {
            let id = try store.createSaying("go \(index)", "no", "Go!", context: index % 2 == 0 ? "go" : "")
            expected.insert(contentsOf: (index % 2 == 0 ? ["\(id) -"] : []) + ["\(id) 0", "\(id) 2"], at: 0)
        }
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try store.search("go", limit: limit, cursor: cursor)
            #expect(page.hits.count <= limit)
            found += page.hits.map { "\($0.interviewId) \($0.turn.map(String.init) ?? "-")" }
            cursor = page.nextCursor
            if cursor != nil { #expect(page.hits.count == limit) }
        } while cursor != nil
        #expect(found == expected)
    }

    @Test func `a cursor is valid for its user and its query`() throws {
        for user in ["kp_alice", "kp_bob"] { _ = try store.createSaying("go", "go", user: user) }
        let cursor = try #require(try store.search("go", limit: 1).nextCursor)
        #expect(try store.search("go", limit: 1, cursor: cursor).hits.map(\.turn) == [1])
        for (query, user, cursor) in [
            ("go", "kp_bob", cursor), ("Go", "kp_alice", cursor), ("go", "kp_alice", cursor.uppercased()),
            ("go", "kp_alice", String(cursor.dropLast())), ("go", "kp_alice", ""),
            ("go", "kp_alice", "0" + cursor.dropFirst() + (cursor.hasPrefix("0") ? "0" : "")),
        ] {
            #expect(throws: Refusal.foreignSearchCursor) { try store.search(query, cursor: cursor, user: user) }
        }
        let listCursor = try #require(
            try {
                _ = try store.create(); return try store.list(limit: 1).nextCursor(after: 1)
            }())
        #expect(throws: Refusal.foreignSearchCursor) { try store.search("go", cursor: listCursor) }
        #expect(throws: Refusal.foreignCursor) { try store.list(cursor: cursor) }
    }

    @Test func `a page ends when its budget is spent, and the next one continues`() throws {
        let long = String(repeating: "lorem ipsum ", count: Limits.searchBytes / 3 / 12)
        let needle = try store.createSaying("needle " + long)
        for _ in 0..<8 { _ = try store.createSaying(long) }
        var pages = 0
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try store.search("needle", cursor: cursor)
            pages += 1
            found += page.hits.map(\.interviewId)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(found == [needle])
        #expect(3...9 ~= pages)
        #expect(try store.search("needle").nextCursor == nil)
    }

    @Test func `interviews without a transcription also count towards the budget`() throws {
        let count = Limits.searchBytes / 4_096 + 100
        for number in 0..<count { _ = try store.create(context: number == 0 ? "needle" : "Position \(number)") }
        var pages = 0
        var hits = 0
        var cursor: String?
        var cursors: Set<String> = []
        repeat {
            let page = try store.search("needle", cursor: cursor)
            pages += 1
            hits += page.hits.count
            cursor = page.nextCursor
            if let cursor { #expect(cursors.insert(cursor).inserted) }
        } while cursor != nil
        #expect(hits == 1 && pages == 2)
    }

    @Test func `a repetitive query in a repetitive text has one window`() throws {
        _ = try store.createSaying(String(repeating: "a ", count: 50_000))
        let query = Array(repeating: "a", count: 100).joined(separator: " ")
        let window = try #require(try store.search(query).hits.first).window
        #expect(window.count < 300 && window.first == WindowPart(text: "a", isMatch: true))
    }

    @Test func `a word that begins with a combining mark is part of the query`() throws {
        _ = try store.createSaying("plain tree")
        #expect(try store.search("tree \u{0E33}").hits.isEmpty)
    }

    @Test func `a window ends at word boundaries and marks every match in it`() throws {
        let words = (0..<200).map { "word\($0)" }.joined(separator: " ")
        _ = try store.createSaying(words + " needle one needle " + words)
        let marked = try #require(try store.search("needle").hits.first).marked
        #expect(marked.hasPrefix("…word") && marked.hasSuffix("…") && marked.contains(" [needle] one [needle] word0 "))
        #expect(150...260 ~= marked.utf8.count)
        let text = String(repeating: "é", count: 300) + " needle " + String(repeating: "漢", count: 300)
        _ = try store.createSaying(text)
        let window = try #require(try store.search("needle").hits.first).window.map(\.text)
        #expect(!window.joined().contains("\u{FFFD}"))
        #expect(text.contains(window.joined().dropFirst().dropLast()))
        _ = try store.createSaying(String(repeating: "x", count: 5_000))
        #expect(try store.search(String(repeating: "x", count: 5_000)).hits.first?.window.count == 1)
    }

    @Test(arguments: ["🇩🇪", "👨‍👩‍👧", "e\u{301}\u{302}", "කෝ", "\r\n", "한", "x\u{20DD}"])
    func `a window and its matches never cut a character`(_ character: String) throws {
        for shift in 0..<12 {
            let around = String(repeating: character, count: 200)
            let text = String(repeating: "a", count: shift) + around + " needle " + around
            _ = try store.createSaying(text)
            let hit = try #require(try store.search("needle").hits.first)
            let shown = hit.window.map(\.text).joined().dropFirst().dropLast()
            let place = try #require(text.utf8.firstRange(of: shown.utf8))
            let boundaries = Set(text.indices)
            #expect(boundaries.contains(place.lowerBound) && boundaries.contains(place.upperBound))
            #expect(shown.utf8.count <= 260)
        }
        _ = try store.createSaying("enclosed y\u{20DD} letter")
        #expect(try store.search("y").hits.map(\.marked) == ["enclosed [y\u{20DD}] letter"])
    }

    @Test func `a long phrase that almost occurs everywhere is sought in linear time`() throws {
        _ = try store.createSaying(String(repeating: "啊", count: 40_000) + "哦")
        #expect(try store.search(String(repeating: "啊", count: 199) + "哦").hits.count == 1)
        #expect(try store.search(String(repeating: "啊", count: 198) + "哦哦").hits.isEmpty)
    }

    @Test func `concurrent processes search and save, and each finds what was saved before its request`() throws {
        let storage = try TestStorage()
        let (one, other) = (try storage.open(), try storage.open())
        let id = try one.createSaying("alpha")
        #expect(try other.search("alpha").hits.count == 1)
        try one.save(id, transcription: #""beta""#)
        #expect(try other.search("alpha").hits.isEmpty && other.search("beta").hits.count == 1)
        try other.delete(id)
        #expect(try one.search("beta").hits.isEmpty)
    }
}
