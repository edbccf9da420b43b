/// Stands in for a board: what comes on standard input goes through the decoder, its lines go to standard output. At the end
/// it says on standard error what they took of the heap.
#include "allocations.h"
#include "kilovakt.h"

#include <stdio.h>

static unsigned long lines, lines_without_allocation, allocated_before;

static void print(const uint8_t *text, intptr_t count) {
    lines++;
    if (allocations.count == allocated_before) lines_without_allocation++;
    allocated_before = allocations.count;
    fwrite(text, 1, (size_t)count, stdout);
    putchar('\n');
}

int main(void) {
    // What a serial port hands over at a time.
    static uint8_t bytes[64];
    size_t count;
    void *decoder = kilovakt_open(print);
    allocated_before = allocations.count;
    while ((count = fread(bytes, 1, sizeof bytes, stdin)) > 0) {
        kilovakt_read(decoder, bytes, (intptr_t)count);
    }
    kilovakt_close(decoder);
    fprintf(stderr, "%lu lines, %lu without allocation; %lu allocations, %lu bytes\n", lines,
            lines_without_allocation, allocations.count, allocations.bytes);
    return 0;
}
