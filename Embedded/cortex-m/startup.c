/// What a board has to bring, for the Cortex-M4 that QEMU calls mps2-an386: a vector table, a start, and two functions that
/// Swift wants. Input and output go through the debugger (semihosting).
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

extern uint32_t stack_top;
extern int main(int argc, char **argv);
extern void initialise_monitor_handles(void);

/// The last 64 KiB are the stack's; what it never reached keeps this.
#define UNTOUCHED 0xA5A5A5A5u
static uint32_t *const stack_end = &stack_top - 16384;

static void paint_stack(void) {
    uint32_t *volatile here = __builtin_frame_address(0);
    for (uint32_t *word = stack_end; word < here - 64; word++) *word = UNTOUCHED;
}

static void report_stack(void) {
    uint32_t *word = stack_end;
    while (*word == UNTOUCHED) word++;
    fprintf(stderr, "stack %u bytes\n", (unsigned)((uint8_t *)&stack_top - (uint8_t *)word));
}

void start(void) {
    paint_stack();
    // Lets the program use the FPU, which is off after a reset (ARMv7-M, CPACR).
    *(volatile uint32_t *)0xE000ED88 |= 0xF << 20;
    __asm__ volatile("dsb\n isb");
    initialise_monitor_handles();
    int status = main(0, NULL);
    report_stack();
    exit(status);
}

/// Swift ends in an undefined instruction when a precondition fails.
static void fault(void) { _Exit(3); }

/// Stack, reset, NMI, hard fault; the other faults become hard ones.
__attribute__((section(".vectors"), used)) static void *const vectors[] = {&stack_top, start, fault, fault};

/// Newlib has `memalign` alone.
int posix_memalign(void **memory, size_t alignment, size_t size) {
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

/// Seeds the hashing of Swift's sets and dictionaries, which the decoder has none of. Newlib has one over `getentropy`, for a
/// board that keeps strangers' data in a dictionary and has true random numbers.
void arc4random_buf(void *bytes, size_t count) {
    for (uint8_t *byte = bytes; count > 0; count--) *byte++ = (uint8_t)count;
}

/// What newlib calls at the ends of the program.
void _init(void) {}
void _fini(void) {}
