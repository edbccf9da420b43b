/// Counts what Swift allocates: linked with `--wrap=posix_memalign`, through which it does.
#include "allocations.h"

#include <stdlib.h>

struct allocations allocations;

int __real_posix_memalign(void **memory, size_t alignment, size_t size);

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) {
    allocations.count++;
    allocations.bytes += size;
    return __real_posix_memalign(memory, alignment, size);
}
