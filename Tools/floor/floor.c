// `floor`: the six calls on bare SQLite and a pipe, with nothing checked. Who keeps the same promise is hardly faster.
//
// It reads only the lines that `benchmark` writes: members in a known order, no escapes, interviews that exist. It has
// no filters, cursors, users or errors. What arrives in one read is one transaction, and is answered after its commit
// (WAL, synchronous=FULL); the answers have the members that voice-interviews gives.

#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS \
    "id, userId, technologies, context, duration, conversationId, status, startedAt, endedAt, actualDuration, score"

static const char *const schema =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "CREATE TABLE IF NOT EXISTS interview (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, userId TEXT NOT NULL,"
    " technologies TEXT NOT NULL, context TEXT NOT NULL, duration INTEGER NOT NULL, conversationId TEXT,"
    " status TEXT NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER, actualDuration REAL, score REAL) STRICT;"
    "CREATE INDEX IF NOT EXISTS interviewByStart ON interview (userId, startedAt);"
    "CREATE TABLE IF NOT EXISTS recording (interview INTEGER PRIMARY KEY, transcription TEXT NOT NULL) STRICT;";

enum { BEGIN, COMMIT, CREATE, UPDATE, SAVE, RECORD, GET, LIST, STATS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [CREATE] = "INSERT INTO interview (id, userId, technologies, context, duration, status, startedAt)"
               " VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6)",
    [UPDATE] = "UPDATE interview SET status = ?3, conversationId = ?4 WHERE id = ?1 AND userId = ?2 RETURNING " COLUMNS,
    [SAVE] = "UPDATE interview SET status = 'completed', actualDuration = ?3, score = ?4, endedAt = ?5"
             " WHERE id = ?1 AND userId = ?2 RETURNING " COLUMNS,
    [RECORD] = "INSERT OR REPLACE INTO recording VALUES ((SELECT key FROM interview WHERE id = ?1), ?2)",
    [GET] = "SELECT " COLUMNS ", transcription FROM interview LEFT JOIN recording ON interview = key"
            " WHERE id = ?1 AND userId = ?2",
    [LIST] = "SELECT " COLUMNS " FROM interview WHERE userId = ?1 ORDER BY startedAt DESC, key DESC LIMIT ?2",
    [STATS] = "SELECT count(*), count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'active'),"
              " count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),"
              " total(actualDuration), count(score), avg(score) FROM interview WHERE userId = ?1",
};

static sqlite3 *db;
static sqlite3_stmt *statements[STATEMENTS];

static void check(int isGood, const char *what) {
    if (isGood) return;
    fprintf(stderr, "floor: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

// MARK: - Lines

typedef struct { const char *start; size_t count; } Text;

// The value that follows a key up to a byte that ends it, or to the end; `line` is shortened to what comes after.
static Text take(Text *line, const char *key, char end) {
    const char *found = memmem(line->start, line->count, key, strlen(key));
    if (!found) return (Text){ "", 0 };
    found += strlen(key);
    size_t left = line->start + line->count - found;
    const char *stop = memchr(found, end, left);
    if (!stop) stop = found + left;
    *line = (Text){ stop, left - (stop - found) };
    return (Text){ found, stop - found };
}

static struct { char *bytes; size_t count, capacity; } answers;

static void put(const char *bytes, size_t count) {
    if (answers.count + count > answers.capacity) {
        answers.capacity = 2 * (answers.count + count);
        answers.bytes = realloc(answers.bytes, answers.capacity);
    }
    memcpy(answers.bytes + answers.count, bytes, count);
    answers.count += count;
}

static void putMember(const char *before, Text value, const char *after) {
    put(before, strlen(before));
    put(value.start, value.count);
    put(after, strlen(after));
}

static void putColumn(sqlite3_stmt *row, int index, const char *before, const char *after) {
    if (sqlite3_column_type(row, index) == SQLITE_NULL) return;
    const char *bytes = (const char *)sqlite3_column_text(row, index);
    putMember(before, (Text){ bytes, sqlite3_column_bytes(row, index) }, after);
}

static void putTime(const char *name, long long milliseconds) {
    static time_t known = -1;
    static char text[24];
    time_t second = milliseconds / 1000;
    if (second != known) strftime(text, sizeof text, "%FT%T", gmtime(&second));
    known = second;
    char member[64];
    put(member, snprintf(member, sizeof member, ",\"%s\":\"%s.%03lldZ\"", name, text, milliseconds % 1000));
}

static void putInterview(sqlite3_stmt *row) {
    putColumn(row, 0, "{\"id\":\"", "\"");
    putColumn(row, 1, ",\"userId\":\"", "\"");
    putColumn(row, 2, ",\"technologies\":", "");
    putColumn(row, 3, ",\"context\":\"", "\"");
    putColumn(row, 4, ",\"duration\":", "");
    putColumn(row, 5, ",\"conversationId\":\"", "\"");
    putColumn(row, 6, ",\"status\":\"", "\"");
    putTime("startedAt", sqlite3_column_int64(row, 7));
    if (sqlite3_column_type(row, 8) != SQLITE_NULL) putTime("endedAt", sqlite3_column_int64(row, 8));
    putColumn(row, 9, ",\"actualDuration\":", "");
    putColumn(row, 10, ",\"score\":", "");
    if (sqlite3_column_count(row) > 11) putColumn(row, 11, ",\"transcription\":", "");
    put("}", 1);
}

// MARK: - Calls

static sqlite3_stmt *bound(int statement, const Text *texts, int count) {
    for (int i = 0; i < count; i++)
        sqlite3_bind_text(statements[statement], i + 1, texts[i].start, texts[i].count, SQLITE_STATIC);
    return statements[statement];
}

static void runToEnd(sqlite3_stmt *statement) {
    check(sqlite3_step(statement) == SQLITE_DONE, "a statement did not end");
    sqlite3_reset(statement);
}

static void answerOne(sqlite3_stmt *statement) {
    check(sqlite3_step(statement) == SQLITE_ROW, "no such interview");
    put("{\"voiceInterview\":", 18);
    putInterview(statement);
    put("}}\n", 3);
    runToEnd(statement);
}

static Text newId(long long milliseconds) {
    static char text[37];
    static unsigned counter;
    counter++;
    snprintf(text, sizeof text, "%08llx-%04llx-7%03x-8%03x-%012llx", milliseconds >> 16, milliseconds & 0xFFFF,
             counter >> 12 & 0xFFF, counter & 0xFFF, (long long)getpid());
    return (Text){ text, 36 };
}

static void answer(Text line, long long now, int *isWriting) {
    Text id = take(&line, "\"id\":", ','), method = take(&line, "\"method\":\"", '"');
    Text user = take(&line, "\"userId\":\"", '"');
    if (method.start[0] != 'g' && !*isWriting) { runToEnd(statements[BEGIN]); *isWriting = 1; }
    put("{\"jsonrpc\":\"2.0\",\"id\":", 22);
    put(id.start, id.count);
    put(",\"result\":", 10);
    if (method.start[0] == 'c') {
        Text technologies = take(&line, "\"technologies\":", ']'), context = take(&line, "\"context\":\"", '"');
        technologies.count++;
        Text duration = take(&line, "\"duration\":", '}'), interview = newId(now);
        sqlite3_stmt *create = bound(CREATE, (Text[]){ interview, user, technologies, context }, 4);
        sqlite3_bind_int(create, 5, atoi(duration.start));
        sqlite3_bind_int64(create, 6, now);
        runToEnd(create);
        putMember("{\"voiceInterview\":{\"id\":\"", interview, "\"");
        putMember(",\"userId\":\"", user, "\"");
        putMember(",\"technologies\":", technologies, "");
        putMember(",\"context\":\"", context, "\"");
        putMember(",\"duration\":", duration, ",\"status\":\"pending\"");
        putTime("startedAt", now);
        put("}}}\n", 4);
    } else if (method.start[0] == 'u') {
        Text interview = take(&line, "\"interviewId\":\"", '"'), status = take(&line, "\"status\":\"", '"');
        answerOne(bound(UPDATE, (Text[]){ interview, user, status, take(&line, "\"conversationId\":\"", '"') }, 4));
    } else if (method.start[0] == 's') {
        Text interview = take(&line, "\"interviewId\":\"", '"');
        sqlite3_stmt *save = bound(SAVE, (Text[]){ interview, user }, 2);
        sqlite3_bind_double(save, 3, atof(take(&line, "\"actualDuration\":", ',').start));
        sqlite3_bind_double(save, 4, atof(take(&line, "\"score\":", ',').start));
        sqlite3_bind_int64(save, 5, now);
        answerOne(save);
        // The last parameter: all that is left but the two braces.
        take(&line, "\"transcription\"", ':');
        runToEnd(bound(RECORD, (Text[]){ interview, { line.start + 1, line.count - 3 } }, 2));
    } else if (method.start[3] == 'V' && method.start[17] == 'B') {
        answerOne(bound(GET, (Text[]){ take(&line, "\"interviewId\":\"", '"'), user }, 2));
    } else if (method.start[3] == 'U') {
        sqlite3_stmt *list = bound(LIST, (Text[]){ user }, 1);
        sqlite3_bind_int(list, 2, atoi(take(&line, "\"limit\":", ',').start));
        put("{\"voiceInterviews\":[", 20);
        for (int rows = 0; sqlite3_step(list) == SQLITE_ROW; rows++) {
            if (rows) put(",", 1);
            putInterview(list);
        }
        sqlite3_reset(list);
        put("]}}\n", 4);
    } else {
        sqlite3_stmt *stats = bound(STATS, (Text[]){ user }, 1);
        check(sqlite3_step(stats) == SQLITE_ROW, "no stats");
        static const char *const before[] = {
            "{\"stats\":{\"total\":", ",\"byStatus\":{\"pending\":", ",\"active\":", ",\"completed\":", ",\"failed\":",
            "},\"totalDuration\":", ",\"scoredInterviews\":", ",\"averageScore\":" };
        for (int i = 0; i < 8; i++) putColumn(stats, i, before[i], "");
        sqlite3_reset(stats);
        put("}}}\n", 4);
    }
}

int main(int count, char **arguments) {
    if (count < 2) return printf("%s\n", sqlite3_libversion()) < 0;
    check(sqlite3_open(arguments[1], &db) == SQLITE_OK, "open");
    check(sqlite3_exec(db, schema, 0, 0, 0) == SQLITE_OK, "schema");
    for (int i = 0; i < STATEMENTS; i++)
        check(sqlite3_prepare_v3(db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &statements[i], 0) == SQLITE_OK, sql[i]);
    size_t capacity = 1 << 17, held = 0;
    char *bytes = malloc(capacity);
    for (;;) {
        if (held == capacity) bytes = realloc(bytes, capacity *= 2);
        ssize_t got = read(STDIN_FILENO, bytes + held, capacity - held);
        if (got <= 0) return sqlite3_close_v2(db);
        held += got;
        struct timespec time;
        clock_gettime(CLOCK_REALTIME, &time);
        int isWriting = 0;
        char *start = bytes, *end;
        while ((end = memchr(start, '\n', bytes + held - start))) {
            answer((Text){ start, end - start }, time.tv_sec * 1000LL + time.tv_nsec / 1000000, &isWriting);
            start = end + 1;
        }
        if (isWriting) runToEnd(statements[COMMIT]);
        for (size_t written = 0; written < answers.count;) {
            ssize_t some = write(STDOUT_FILENO, answers.bytes + written, answers.count - written);
            check(some > 0, "write");
            written += some;
        }
        answers.count = 0;
        held -= start - bytes;
        memmove(bytes, start, held);
    }
}
