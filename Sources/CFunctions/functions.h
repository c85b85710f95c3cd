// What C offers and Swift cannot call: functions with variable arguments, and system calls that its Glibc module lacks.

#ifndef C_FUNCTIONS_H
#define C_FUNCTIONS_H

#include <linux/stat.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Lets SQLite keep no account of the memory in use, nor take a lock for it at every allocation. Must come before any
/// other call (sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus).
static inline int sqlite_keep_no_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Where bytes first occur among others (memmem(3), which <string.h> tells only those of who ask for all of GNU).
/// - Returns: their address, or null.
void *memmem(const void *bytes, size_t count, const void *sought, size_t sought_count);

/// Which file lies at a path.
struct file_identity {
    uint64_t inode;
    uint32_t device_major;
    uint32_t device_minor;
    uint64_t size;
};

/// statx(2) without the times. To ask for the times of a file makes its next write keep a finer one, which fdatasync(2)
/// must store too (Linux 6.13 and later): a fifth of a small commit.
/// - Returns: 0, or −1 where no file is found.
static inline int file_identity_at(const char *path, struct file_identity *identity) {
    struct statx status;
    const int here = -100; // AT_FDCWD
    if (syscall(SYS_statx, here, path, 0, STATX_INO | STATX_SIZE, &status) != 0) return -1;
    identity->inode = status.stx_ino;
    identity->device_major = status.stx_dev_major;
    identity->device_minor = status.stx_dev_minor;
    identity->size = status.stx_size;
    return 0;
}

#endif
