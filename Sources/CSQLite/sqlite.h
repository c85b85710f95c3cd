// What SQLite's C interface offers and Swift cannot call: functions with variable arguments, and a pointer behind a query.

#ifndef C_SQLITE_H
#define C_SQLITE_H

#include <sqlite3.h>
#include <stddef.h>

/// Lets SQLite keep no account of the memory in use, nor take a lock for it at every allocation. Must come before any
/// other call (sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus).
static inline int sqlite_keep_no_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Lets SQLite understand a name that begins with `file:` as a URI; a path of ours begins with a slash. Must come before
/// any other call (sqlite.org/uri.html).
static inline int sqlite_understand_uris(void) { return sqlite3_config(SQLITE_CONFIG_URI, 1); }

/// Has a connection take a text in double quotes as a name and nothing else (sqlite.org/quirks.html §8).
static inline int sqlite_refuse_quoted_strings(sqlite3 *connection) {
    const int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return code == SQLITE_OK ? sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL) : code;
}

/// The interface of FTS5, for its tokenizers (sqlite.org/fts5.html §7).
/// - Returns: null where SQLite was built without it.
static inline fts5_api *sqlite_fts5(sqlite3 *connection) {
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

#endif
