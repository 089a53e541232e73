/* What all parts of the stand-in share: NVML's handle and return codes, and what every function asks first. */
#ifndef FAKE_NVML_DEVICE_H
#define FAKE_NVML_DEVICE_H

#include "scenario.h"

enum { OK = 0, UNINITIALIZED = 1, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7,
       TIMED_OUT = 10, FUNCTION_NOT_FOUND = 13, GPU_IS_LOST = 15, NO_DATA = 21, VERSION_MISMATCH = 25 };

/* nvmlDeviceArchitecture_t */
enum { VOLTA = 5, TURING = 6, AMPERE = 7, ADA = 8, HOPPER = 9, BLACKWELL = 10 };

#define MAX_GPUS 16

typedef struct { unsigned index; } device_t;

/* Devices from this number on are instances of MIG: see mig.c. */
#define FIRST_INSTANCE 100

double seconds(void);

/* Is the function there, does it hang, does the library run, is the GPU on the bus? */
int enter(const char *function, const device_t *device);

/* Adds to what fakeNvmlCalls tells of this name. */
void count_calls(const char *name, unsigned calls);

#define ENTER(device) do { int entered = enter(__func__, device); if (entered != OK) return entered; } while (0)

/* For what came with a generation of GPUs, or went with it. */
#define NEEDS(condition) do { if (!(condition)) return NOT_SUPPORTED; } while (0)

/* Every versioned struct of NVML begins so: its size, and the version in the highest byte. */
#define CHECK_VERSION(struct_, number) do { \
    if ((struct_)->version != (sizeof *(struct_) | (unsigned)(number) << 24)) return VERSION_MISMATCH; } while (0)

/* Slow waves, another phase on each GPU: values that move, and are the same in each run. */
long long wave(const device_t *device, const char *key, double middle, double reach);
long long number(const device_t *device, const char *key, long long otherwise);
int architecture(const device_t *device);
unsigned nvlinks(const device_t *device);
bool mig(const device_t *device);

/* A counter: key, or 0 with a scenario that does not speak of it. */
#define COUNT(device, key) ((unsigned long long)number(device, key, 0))

#endif
