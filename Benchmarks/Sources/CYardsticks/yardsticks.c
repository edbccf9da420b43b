#include "yardsticks.h"

#include <string.h>
#include <time.h>

// slices[0] is the byte table. slices[k][b] is what the byte b does to the register k bytes later.
static uint16_t slices[8][256];

void yardsticks_prepare(void) {
    for (unsigned byte = 0; byte < 256; byte++) {
        uint16_t value = (uint16_t)byte;
        for (int bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0x8408 : value >> 1;
        slices[0][byte] = value;
    }
    for (int slice = 1; slice < 8; slice++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            uint16_t before = slices[slice - 1][byte];
            slices[slice][byte] = (uint16_t)(before >> 8) ^ slices[0][before & 0xFF];
        }
    }
}

static inline uint16_t advanced(uint16_t crc, uint8_t byte) {
    return (uint16_t)(crc >> 8) ^ slices[0][(crc ^ byte) & 0xFF];
}

uint16_t yardstick_crc_by_table(const uint8_t *bytes, size_t count) {
    uint16_t crc = 0xFFFF;
    for (size_t index = 0; index < count; index++) crc = advanced(crc, bytes[index]);
    return (uint16_t)~crc;
}

uint16_t yardstick_crc_by_slices(const uint8_t *bytes, size_t count) {
    uint16_t crc = 0xFFFF;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);  // a little-endian machine, as every one that this runs on
        word ^= crc;
        crc = slices[7][word & 0xFF] ^ slices[6][word >> 8 & 0xFF] ^ slices[5][word >> 16 & 0xFF] ^
              slices[4][word >> 24 & 0xFF] ^ slices[3][word >> 32 & 0xFF] ^ slices[2][word >> 40 & 0xFF] ^
              slices[1][word >> 48 & 0xFF] ^ slices[0][word >> 56];
    }
    for (; count > 0; bytes++, count--) crc = advanced(crc, *bytes);
    return (uint16_t)~crc;
}

static uint8_t copied[4096];

void yardstick_copy(const uint8_t *bytes, size_t count) {
    memcpy(copied, bytes, count < sizeof copied ? count : sizeof copied);
    __asm__ volatile("" : : "r"(copied) : "memory");
}

void yardstick_barrier(const void *anything) {
    __asm__ volatile("" : : "r"(anything) : "memory");
}

uint64_t yardstick_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
