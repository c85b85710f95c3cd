// The tables of conversations, live turns and vendor records.

internal import Interviews

extension DatabaseSchema {
    /// An index: a row for each conversation of each interview.
    static let conversations = """
        CREATE TABLE conversation (
            owner INTEGER NOT NULL,
            conversationId TEXT NOT NULL,
            -- Not REFERENCES: to delete an interview, SQLite would look through every conversation.
            id TEXT NOT NULL,
            PRIMARY KEY (owner, conversationId, id)
        ) STRICT, WITHOUT ROWID;
        """

    /// What was said besides what clients saved. New rows are appended, also in place of others: in the middle SQLite
    /// would move rows to make room, and leave copies behind that no deletion reaches.
    ///
    /// - `liveTurn`: a turn is the JSON object that is answered; `position` orders the turns of an interview as they first
    ///   came. The conversation of a turn that belongs to none has an empty id.
    /// - `liveTurnTotals`: the number of an interview's live turns, and of their bytes.
    /// - `vendorRecord`: the body of a webhook, as it came. The columns before it tell which of two records is better.
    static let live = """
        CREATE TABLE liveTurn (
            liveTurn INTEGER PRIMARY KEY,
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            conversationId TEXT NOT NULL,
            key TEXT NOT NULL CHECK (length(key) BETWEEN \(Limits.turnKeyLength.sql)),
            position INTEGER NOT NULL CHECK (position >= 0),
            checksum INTEGER NOT NULL,
            turn TEXT NOT NULL CHECK (length(CAST(turn AS BLOB)) <= \(Limits.transcriptionBytes)),
            -- Not REFERENCES: SQLite would look the interview up for each turn.
            UNIQUE (owner, id, conversationId, key)
        ) STRICT;
        CREATE TABLE liveTurnTotals (
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            turns INTEGER NOT NULL CHECK (turns >= 0),
            bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND \(Limits.transcriptionBytes)),
            checksum INTEGER NOT NULL,
            PRIMARY KEY (owner, id),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE vendorRecord (
            vendorRecord INTEGER PRIMARY KEY,
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            conversationId TEXT NOT NULL CHECK (length(conversationId) BETWEEN \(Limits.conversationIdLength.sql)),
            isAnalysed INTEGER NOT NULL CHECK (isAnalysed BETWEEN 0 AND 1),
            sentAt INTEGER NOT NULL,
            startedAt INTEGER,
            duration REAL CHECK (duration BETWEEN \(Limits.actualDuration.sql)),
            bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND \(Limits.transcriptionBytes)),
            checksum INTEGER NOT NULL,
            bodyChecksum INTEGER NOT NULL,
            body TEXT NOT NULL CHECK (length(CAST(body AS BLOB)) = bytes),
            UNIQUE (owner, id, conversationId),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT;
        """
}
