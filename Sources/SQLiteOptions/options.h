// What sqlite3_config(3) can do, without its variable arguments, which Swift cannot give.

#ifndef SQLITE_OPTIONS_H
#define SQLITE_OPTIONS_H

#include <sqlite3.h>

/// Lets SQLite keep no account of the memory in use, nor take a lock for it at every allocation. Must come before any
/// other call (sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus).
static inline int sqlite_options_keep_no_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

#endif
