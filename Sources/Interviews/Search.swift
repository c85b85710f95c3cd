// Full-text search in the turns and contexts of a user's interviews.

internal import Insight

extension UserInterviews {
    /// A page of the turns and contexts in which all terms of the query occur: interviews newest first, the context of
    /// an interview before its turns, the turns in order.
    ///
    /// An interview without a term list is read, and its list is stored when the page is answered. A page ends after
    /// `Limits.searchBytes` of what was said, and after `Limits.searchListBytes` of term lists, so that a search does not
    /// delay other requests for long; it may then have few hits or none, and a next cursor all the same.
    /// - Throws: `noWords`, or `foreignSearchCursor` if `cursor` is not one of this search.
    public func search(_ query: String, limit: Int, cursor: String?) throws(Refusal) -> SearchPage {
        let seal = CursorSeal(key: transaction.cursorKey, user: user, query: query)
        var place = SearchPlace.newest
        if let cursor {
            guard let (id, offset) = seal.place(of: cursor) else { throw .foreignSearchCursor }
            place = SearchPlace(id: id.description, offset: Int(clamping: offset))
        }
        let tokenizer = try transaction.tokenizer()
        let sought = SoughtText(query, tokenizer)
        guard !sought.terms.isEmpty else { throw .noWords }
        var search = Search(sought, tokenizer, from: place, limit: limit)
        try transaction.snapshot { () throws(Refusal) in try gather(&search) }
        return SearchPage(search.hits, next: search.next, seal: seal)
    }

    /// Adds the hits up to the end of the page.
    private func gather(_ search: inout Search) throws(Refusal) {
        let scan = TermListScan(for: search.sought.terms)
        var below = search.start.id + IDRange.end
        var scanning = Budget(Limits.searchListBytes, least: Limits.leastListBytes)
        while let found = try records.newestCandidate(scan, below: below, within: &scanning) {
            guard search.reading.isLeft, found.state != .notReached else {
                search.next = SearchPlace(id: found.interviewId)
                return
            }
            let whole = try get(found.interviewId)
            search.reading.spend(on: whole)
            switch found.state {
            case .listed(let places): search.look(into: whole, places)
            case .unlisted:
                let list = TermList(of: whole, search.tokenizer)
                try records.storeLater(list, of: whole.interview)
                search.look(into: whole, scan.places(in: list))
            case .notReached: return
            }
            guard !search.isFull else { return }
            below = found.interviewId
        }
    }
}

/// The position at which a page of hits begins.
struct SearchPlace {
    let id: String

    /// 0 for the context, `n + 1` for the turn with index `n`.
    var offset = 0

    static let newest = SearchPlace(id: IDRange.end)
}

/// The state of a search for one page of hits.
private struct Search {
    let sought: SoughtText
    let tokenizer: Tokenizer
    let start: SearchPlace
    private let limit: Int
    private(set) var hits: [SearchHit] = []

    /// The position of the next page; nil if there is none.
    var next: SearchPlace?

    /// What is left to read of what was said.
    var reading = Budget(Limits.searchBytes, least: 4_096)
    private(set) var isFull = false

    init(_ sought: SoughtText, _ tokenizer: Tokenizer, from start: SearchPlace, limit: Int) {
        self.sought = sought
        self.tokenizer = tokenizer
        self.start = start
        self.limit = limit
    }

    /// Adds the hits of one interview.
    /// - Parameter places: the places in which all terms occur (`TermList`).
    mutating func look(into whole: WholeInterview, _ places: [Int]) {
        let first = whole.interview.id == start.id ? start.offset : 0
        let turns = whole.conversation.turns
        for offset in places where offset >= first && offset <= turns.count {
            let turn = offset == 0 ? nil : turns[offset - 1]
            guard let window = sought.window(in: turn?.text ?? whole.interview.context, tokenizer) else { continue }
            guard hits.count < limit else {
                next = SearchPlace(id: whole.interview.id, offset: offset)
                isFull = true
                return
            }
            hits.append(
                SearchHit(
                    interviewId: whole.interview.id, startedAt: whole.interview.startedAt,
                    turn: turn == nil ? nil : offset - 1, speaker: turn?.speaker, name: turn?.name, start: turn?.start,
                    window: window))
        }
    }
}
