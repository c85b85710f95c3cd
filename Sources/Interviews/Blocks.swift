// Blocks: what lets a filtered list skip interviews that it need not look at.
//
// An index for every filter would make each new interview an entry for its status and one for each technology, most of
// them on pages of their own, all to be stored before the answer. So interviews are filed together instead, whenever
// a user has as many new ones as make a block: a row for each
// status says how many of them are in it, and one for each technology that it occurs among them. A list looks at the interviews that are not filed yet, and then at
// those blocks only that can hold what it wants.
//
// A block covers a range of ids, and the blocks of a user cover every id up to `Account.filedThrough` without a gap:
// so an interview created while the clock is behind falls into a block too, which then is amended.

internal import JSON

enum Block {
    /// How many interviews are filed together.
    static let size = 32
}

extension Access {
    /// The newest block that `query` finds below an id.
    func block(
        _ query: Statement, below id: String, of account: Account, _ value: SQLValue
    ) throws(Refusal) -> IDRange? {
        try one(query, [.integer(account.owner), .text(id), value]) { row in
            IDRange(after: row.text(0), through: row.text(1))
        }
    }

    /// Files the new interviews of a user as far as they fill blocks.
    func file(_ account: inout Account) throws(Refusal) {
        var block = BlockContent()
        var failure: Refusal?
        var filed = account
        try run(.unfiled, [.integer(account.owner), .text(account.filedThrough)]) { row throws(StoreFailure) in
            block.add(status: try row.status(1), technologies: row.text(2))
            guard block.count == Block.size else { return true }
            do throws(Refusal) {
                let lastId = row.text(0)
                try insert(block, after: filed.filedThrough, through: lastId, of: filed.owner)
                filed.filedThrough = lastId
                filed.unfiledInterviews -= Block.size
                block = BlockContent()
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        account = filed
    }

    private func insert(
        _ block: BlockContent, after afterId: String, through lastId: String, of owner: Int
    ) throws(Refusal) {
        try run(.insertBlock, [.integer(owner), .text(afterId), .text(lastId)])
        for (status, count) in block.statuses {
            try run(
                .insertBlockStatus, [.integer(owner), .text(afterId), .text(status.rawValue), .integer(count)])
        }
        for technology in block.technologies.values {
            try run(.insertBlockTechnology, [.integer(owner), .text(afterId), .text(technology)])
        }
    }

    /// Enters an interview that was created while the clock was behind into the block in whose range its id lies.
    func enter(_ interview: Interview, of account: Account) throws(Refusal) {
        var content = BlockContent()
        content.add(status: interview.status, technologies: interview.technologies)
        let place: [SQLValue] = [.integer(account.owner), .text(interview.id)]
        try run(.enterBlockStatus, place + [.text(interview.status.rawValue)])
        for technology in content.technologies.values {
            try run(.enterBlockTechnology, place + [.text(technology)])
        }
    }

    /// Notes in the block of an interview that it has moved.
    func move(
        _ id: String, from old: InterviewStatus, to new: InterviewStatus, of account: Account
    ) throws(Refusal) {
        let place: [SQLValue] = [.integer(account.owner), .text(id)]
        try run(.leaveBlockStatus, place + [.text(old.rawValue)])
        try run(.dropBlockStatus, place + [.text(old.rawValue)])
        try run(.enterBlockStatus, place + [.text(new.rawValue)])
    }
}

/// What occurs among some interviews.
private struct BlockContent {
    private(set) var count = 0
    private(set) var statuses: [InterviewStatus: Int] = [:]

    /// By their bytes in small letters, so that each is there once.
    private(set) var technologies: [[UInt8]: String] = [:]

    mutating func add(status: InterviewStatus, technologies list: String) {
        count += 1
        statuses[status, default: 0] += 1
        for technology in Interview.texts(ofArray: list) {
            technologies[technology.utf8.map(\.lowercasedASCII)] = technology
        }
    }
}
