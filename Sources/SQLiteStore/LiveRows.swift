// Reads and writes live turns and vendor records: the tables `liveTurn`, `liveTurnTotals` and `vendorRecord`.

internal import Insight
internal import Interviews

// MARK: - Live turns

extension SQLiteUserRecords {
    func liveTurnTotals(of interview: Interview) throws(Refusal) -> LiveTurnTotals {
        let key = try key(of: interview)
        let totals = try transaction.one(.liveTurnTotals, key) { row throws(StoreFailure) in
            let totals = LiveTurnTotals(turns: row.integer(0), bytes: row.integer(1))
            try row.expect(totals.checksum(of: interview, row.integer(3)), 2)
            return totals
        }
        guard let totals else { throw .failed(.damaged) }
        return totals
    }

    func liveTurn(like turn: LiveTurn, of interview: Interview) throws(Refusal) -> PlacedTurn? {
        guard let row = try row() else { throw .notFound }
        let name: [SQLValue] = [
            .integer(row.userKey), .shared(interview.idText), .text(turn.conversationId ?? ""), .text(turn.key),
        ]
        return try transaction.one(.liveTurn, name) { row throws(StoreFailure) in try PlacedTurn(row, of: interview) }
    }

    func liveTurns(of interview: Interview) throws(Refusal) -> [PlacedTurn] {
        var turns: [PlacedTurn] = []
        try transaction.run(.liveTurns, try key(of: interview)) { row throws(StoreFailure) in
            turns.append(try PlacedTurn(row, of: interview))
            return true
        }
        guard turns.count == (try liveTurnTotals(of: interview)).turns else { throw .failed(.damaged) }
        return turns
    }

    func store(
        _ turns: [PlacedTurn], _ totals: LiveTurnTotals, after before: LiveTurnTotals, of interview: Interview
    ) throws(Refusal) {
        guard var row = try row() else { throw .notFound }
        try dropTermList(of: interview.id, &row)
        row.add(bytes: totals.bytes - before.bytes)
        change(row)
        let (userKey, id) = (SQLValue.integer(row.userKey), SQLValue.shared(interview.idText))
        for placed in turns {
            let (conversationId, key) = (
                SQLValue.text(placed.turn.conversationId ?? ""), SQLValue.text(placed.turn.key)
            )
            if placed.isCorrection { try transaction.run(.deleteLiveTurn, [userKey, id, conversationId, key]) }
            try transaction.run(
                .insertLiveTurn,
                [
                    userKey, id, conversationId, key, .integer(placed.position),
                    .integer(placed.checksum(of: interview, row.userKey).value), .utf8(placed.turn.json[...]),
                ])
        }
        let areFirst = !interview.marks.contains(.liveTurns)
        try transaction.run(
            areFirst ? .insertLiveTurnTotals : .updateLiveTurnTotals,
            [
                userKey, id, .integer(totals.turns), .integer(totals.bytes),
                .integer(totals.checksum(of: interview, row.userKey).value),
            ])
    }

    fileprivate func key(of interview: Interview) throws(Refusal) -> [SQLValue] {
        guard let row = try row() else { throw .notFound }
        return [.integer(row.userKey), .shared(interview.idText)]
    }
}

extension LiveTurnTotals {
    fileprivate func checksum(of interview: Interview, _ userKey: Int) -> Checksum {
        var checksum = Checksum(of: interview, userKey)
        checksum.add(turns)
        checksum.add(bytes)
        return checksum
    }
}

extension PlacedTurn {
    /// Reads a row of `Statement.liveTurn` or `liveTurns`.
    fileprivate init(_ row: borrowing Row, of interview: Interview) throws(StoreFailure) {
        let conversationId = row.text(0)
        let turn = LiveTurn(
            conversationId: conversationId.isEmpty ? nil : conversationId, key: row.text(1), json: row.bytes(4))
        self.init(turn, at: row.integer(2))
        try row.expect(checksum(of: interview, row.integer(5)), 3)
    }

    fileprivate func checksum(of interview: Interview, _ userKey: Int) -> Checksum {
        var checksum = Checksum(of: interview, userKey)
        checksum.add(turn.conversationId ?? "")
        checksum.add(turn.key)
        checksum.add(position)
        checksum.add(turn.json.span)
        return checksum
    }
}

// MARK: - Vendor records

extension SQLiteUserRecords {
    func vendorRecordHeads(of interview: Interview) throws(Refusal) -> [VendorRecordHead] {
        var heads: [VendorRecordHead] = []
        try transaction.run(.vendorRecordHeads, try key(of: interview)) { row throws(StoreFailure) in
            heads.append(try VendorRecordHead(row, of: interview))
            return true
        }
        return heads
    }

    func vendorRecord(of conversationId: String, in interview: Interview) throws(Refusal) -> VendorRecord? {
        try transaction.one(.vendorRecord, try key(of: interview) + [.text(conversationId)]) {
            row throws(StoreFailure) in try VendorRecord(row, of: interview)
        }
    }

    func vendorRecords(of interview: Interview) throws(Refusal) -> [VendorRecord] {
        var found: [VendorRecord] = []
        try transaction.run(.vendorRecords, try key(of: interview)) { row throws(StoreFailure) in
            found.append(try VendorRecord(row, of: interview))
            return true
        }
        return found
    }

    func store(
        _ record: VendorRecord, replacing replaced: VendorRecordHead?, of interview: Interview
    ) throws(Refusal) {
        guard var row = try row() else { throw .notFound }
        try dropTermList(of: interview.id, &row)
        row.add(bytes: record.head.bytes - (replaced?.bytes ?? 0))
        change(row)
        let head = record.head
        let key: [SQLValue] = [
            .integer(row.userKey), .shared(interview.idText), .text(head.conversationId),
        ]
        if replaced != nil { try transaction.run(.deleteVendorRecord, key) }
        try transaction.run(
            .insertVendorRecord,
            key + [
                .integer(head.isAnalysed ? 1 : 0), SQLValue(head.sentAt), SQLValue(head.startedAt),
                SQLValue(head.duration),
                .integer(head.bytes), .integer(head.checksum(of: interview, row.userKey).value),
                .integer(Checksum(record.body.span).value), .utf8(record.body[...]),
            ])
    }
}

extension VendorRecordHead {
    /// Reads the columns `Statement.vendorRecordColumns`.
    fileprivate init(_ row: borrowing Row, of interview: Interview) throws(StoreFailure) {
        self.init(
            conversationId: row.text(0), isAnalysed: row.integer(1) == 1, sentAt: try row.instant(2),
            startedAt: try row.optionalInstant(3), duration: try row.real(4, within: Limits.actualDuration),
            bytes: row.integer(5))
        try row.expect(checksum(of: interview, row.integer(7)), 6)
    }

    fileprivate func checksum(of interview: Interview, _ userKey: Int) -> Checksum {
        var checksum = Checksum(of: interview, userKey)
        checksum.add(conversationId)
        checksum.add(isAnalysed ? 1 : 0)
        checksum.add(sentAt.milliseconds)
        checksum.add(startedAt?.milliseconds)
        checksum.add(duration)
        checksum.add(bytes)
        return checksum
    }
}

extension VendorRecord {
    /// Reads a row of `Statement.vendorRecord` or `vendorRecords`.
    fileprivate init(_ row: borrowing Row, of interview: Interview) throws(StoreFailure) {
        self.init(try VendorRecordHead(row, of: interview), body: row.bytes(9))
        guard body.count == head.bytes else { throw .damaged }
        try row.expect(Checksum(body.span), 8)
    }
}

extension Checksum {
    /// The beginning of the checksum of a row that belongs to an interview.
    fileprivate init(of interview: Interview, _ userKey: Int) {
        self.init()
        add(userKey)
        add(interview.idText)
    }
}

// MARK: - Fingerprints

extension SQLiteUserRecords {
    func fingerprint(of interview: Interview) throws(Refusal) -> Int {
        guard let row = try row() else { throw .notFound }
        var checksum = interview.checksum(for: row.userKey, contentKey: interview.contentKey)
        checksum.add(interview.listChecksum(for: row.userKey)?.value)
        let key: [SQLValue] = [.integer(row.userKey), .shared(interview.idText)]
        if interview.marks.contains(.liveTurns) {
            try transaction.run(.liveTurnChecksums, key) { row in
                checksum.add(row.integer(0))
                return true
            }
        }
        if interview.marks.contains(.vendorRecords) {
            try transaction.run(.vendorRecordChecksums, key) { row in
                checksum.add(row.integer(0))
                checksum.add(row.integer(1))
                return true
            }
        }
        return checksum.value
    }
}
