// What the decoder is measured against: the same bytes, in C, in the same process. Built by gcc -O3, see the README.
#ifndef KILOVAKT_YARDSTICKS_H
#define KILOVAKT_YARDSTICKS_H

#include <stddef.h>
#include <stdint.h>

/// Fills the tables; to be called once, before the others.
void yardsticks_prepare(void);

/// CRC-16/X.25, a byte a turn by a table of 256: what most programs do. 0x906E for the ASCII digits 123456789.
uint16_t yardstick_crc_by_table(const uint8_t *bytes, size_t count);

/// CRC-16/X.25, eight bytes a turn by eight tables of 256.
uint16_t yardstick_crc_by_slices(const uint8_t *bytes, size_t count);

/// Copies up to 4,096 bytes, the least that anything can do with all of them.
void yardstick_copy(const uint8_t *bytes, size_t count);

/// Does nothing, and no compiler can know it: what the pointer leads to may have been read and changed.
void yardstick_barrier(const void *anything);

/// Monotonic time in nanoseconds.
uint64_t yardstick_now(void);

#endif
