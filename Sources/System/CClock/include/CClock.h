#ifndef CCLOCK_H
#define CCLOCK_H

#include <stdbool.h>

/// Whether the kernel takes the host's clock for right: an NTP client has set it since the start, and not long ago. False also
/// where the kernel may not be asked.
bool clock_is_synchronised(void);

#endif
