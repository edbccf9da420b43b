/// The decoder as a board's C sees it: bytes in, lines out. What Decoder.swift offers.
#ifndef KILOVAKT_H
#define KILOVAKT_H

#include <stdint.h>

/// Takes a line of `count` bytes, without an end of line; they are gone when it returns.
typedef void (*kilovakt_line)(const uint8_t *text, intptr_t count);

/// A decoder for one port. Allocates its buffers.
void *kilovakt_open(kilovakt_line line);
/// Takes bytes as they come, however cut, and hands on a line for each message that they complete.
void kilovakt_read(void *decoder, const uint8_t *bytes, intptr_t count);
/// Says that no more bytes come, and frees the decoder.
void kilovakt_close(void *decoder);

#endif
