// Counts what a thread takes from the heap.
//
// The functions of malloc's family are defined here, in the program itself, so that every call of them, the Swift
// runtime's too, comes through here on its way to glibc.
#ifndef KILOVAKT_ALLOCATION_COUNT_H
#define KILOVAKT_ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/// How often this thread has asked for memory since it began: malloc, calloc, realloc, aligned_alloc, posix_memalign,
/// memalign. 0 for ever when nothing is counted.
uint64_t allocation_count(void);

/// False under the address sanitizer, which has a heap of its own that must not be passed by.
bool allocation_count_is_on(void);

#endif
