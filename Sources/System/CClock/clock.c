#include "CClock.h"

#include <sys/timex.h>

bool clock_is_synchronised(void) {
    // Modes 0 only reads. Swift does not see `struct timex`, which ends in unnamed bit fields.
    struct timex time = {0};
    int state = adjtimex(&time);
    return state != -1 && state != TIME_ERROR && !(time.status & STA_UNSYNC);
}
