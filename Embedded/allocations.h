#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

/// All since the start, freed or not. Stays zero where it is not counted.
extern struct allocations {
    unsigned long count;
    unsigned long bytes;
} allocations;

#endif
