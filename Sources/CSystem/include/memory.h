// Settings of malloc(3).

#ifndef C_SYSTEM_MEMORY_H
#define C_SYSTEM_MEMORY_H

#include <malloc.h>

/// Returns blocks of `bytes` or more to the system as soon as they are freed (M_MMAP_THRESHOLD, mallopt(3)). By default
/// the size from which this happens rises with the blocks that are freed, up to 32 MiB, and smaller ones leave gaps.
static inline void release_blocks_from(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

#endif
