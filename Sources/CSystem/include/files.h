// System calls that Swift's Glibc module lacks.

#ifndef C_SYSTEM_FILES_H
#define C_SYSTEM_FILES_H

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Finds the first occurrence of bytes (memmem(3), which <string.h> declares only with _GNU_SOURCE).
/// - Returns: its address, or null.
void *memmem(const void *bytes, size_t count, const void *sought, size_t sought_count);

/// Allocates disk space beyond the end of a file (fallocate(2), which <fcntl.h> declares only with _GNU_SOURCE).
/// - Returns: 0, or −1 if the disk is full or the file system does not support it.
static inline int allocate_space(int descriptor, int64_t bytes) {
    const int keeping_size = 1; // FALLOC_FL_KEEP_SIZE
    return (int)syscall(SYS_fallocate, descriptor, keeping_size, (int64_t)0, bytes);
}

/// Locks the first byte of a file for this open file description, or unlocks it, without waiting (open file description
/// locks, fcntl(2), which <fcntl.h> declares only with _GNU_SOURCE).
/// - Returns: 0 if another open file description has it locked; 1 also if the file system has no such locks.
static inline int set_byte_lock(int descriptor, int is_locked) {
    struct flock lock = {.l_type = is_locked ? F_WRLCK : F_UNLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    const int without_waiting = 37; // F_OFD_SETLK
    return fcntl(descriptor, without_waiting, &lock) == 0 || (errno != EAGAIN && errno != EACCES);
}

/// The identity of the file at a path.
struct file_identity {
    uint64_t inode;
    uint32_t device_major;
    uint32_t device_minor;
    uint64_t size;

    /// The number of names (hard links).
    uint32_t names;

    /// Whether a file system or a part of one is mounted at this path; 0 if the kernel does not report it (before Linux
    /// 5.8).
    uint32_t is_mount_point;
};

/// statx(2) without the times. Once the times of a file were read, the next write updates them with a finer resolution,
/// and fdatasync(2) must then store them (Linux 6.13 and later): a fifth of a small commit.
/// - Returns: 0, or −1 if there is no file.
static inline int file_identity_at(const char *path, struct file_identity *identity) {
    struct statx status;
    const int here = -100; // AT_FDCWD
    if (syscall(SYS_statx, here, path, 0, STATX_INO | STATX_SIZE | STATX_NLINK, &status) != 0) return -1;
    identity->inode = status.stx_ino;
    identity->device_major = status.stx_dev_major;
    identity->device_minor = status.stx_dev_minor;
    identity->size = status.stx_size;
    identity->names = status.stx_nlink;
    identity->is_mount_point = (status.stx_attributes & status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0;
    return 0;
}

#endif
