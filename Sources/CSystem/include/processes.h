// System calls for child processes that Swift's Glibc module lacks.

#ifndef C_SYSTEM_PROCESSES_H
#define C_SYSTEM_PROCESSES_H

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Makes a pipe (pipe2(2), which <unistd.h> declares only with _GNU_SOURCE).
/// - Returns: 0, or −1 if the limit of descriptors is reached.
int pipe2(int ends[2], int flags);

/// Closes all descriptors from a number on in the child (glibc 2.34; <spawn.h> declares it only with _GNU_SOURCE).
/// - Returns: 0, or an error number.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/// Makes a file that exists only in memory (memfd_create(2)), which can be sealed, and is closed on exec.
/// - Returns: a descriptor, or −1.
static inline int create_memory_file(const char *name) {
    const unsigned int closing_and_sealable = 1 | 2; // MFD_CLOEXEC | MFD_ALLOW_SEALING
    const unsigned int not_executable = 8;           // MFD_NOEXEC_SEAL, which some systems demand
    const int descriptor = (int)syscall(SYS_memfd_create, name, closing_and_sealable | not_executable);
    // Linux before 6.3 does not know the flag.
    if (descriptor >= 0 || errno != EINVAL) return descriptor;
    return (int)syscall(SYS_memfd_create, name, closing_and_sealable);
}

/// Forbids every change of a file in memory.
/// - Returns: 0, or −1.
static inline int seal_memory_file(int descriptor) {
    const int add_seals = 1033;           // F_ADD_SEALS
    const int all_seals = 1 | 2 | 4 | 8;  // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE
    return fcntl(descriptor, add_seals, all_seals);
}

/// Makes a descriptor that becomes readable once something is written to it (eventfd(2)), and is closed on exec.
/// - Returns: a descriptor, or −1.
static inline int create_event_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

#endif
