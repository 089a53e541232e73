/* A stand-in of libnvidia-ml.so.1 for tests: the functions that the agent calls, with the documented names, structs and
 * return codes, over a scenario file. Written from NVIDIA's public API documentation; it contains none of their code. */
#define _GNU_SOURCE
#include "device.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct { char legacy[16]; unsigned domain, bus, device, id, subsystem; char bus_id[32]; } pci_t;
typedef struct { unsigned gpu, memory; } utilization_t;
typedef struct { unsigned long long total, free, used; } memory_t;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory2_t;
typedef struct { unsigned version; int margin; } margin_t;
typedef struct { device_t *device; unsigned long long type, data; unsigned gpu_instance, compute_instance; } event_t;

static device_t devices[MAX_GPUS] = {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13}, {14}, {15}};
static int references;
static int event_set;

double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---------------------------------------------------------------- how often it was called */

#define MAX_COUNTED 128
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static struct { const char *name; unsigned long long calls; } counted[MAX_COUNTED];

void count_calls(const char *name, unsigned calls)
{
    pthread_mutex_lock(&counting);
    unsigned i = 0;
    while (i < MAX_COUNTED - 1 && counted[i].name && strcmp(counted[i].name, name) != 0) {
        i++;
    }
    counted[i].name = name;
    counted[i].calls += calls;
    pthread_mutex_unlock(&counting);
}

/* For tests; no function of NVML. How often a function was called, or how many field values were asked ("fields"); with NULL
 * the calls of all functions of a GPU and of the library. */
unsigned long long fakeNvmlCalls(const char *name)
{
    unsigned long long calls = 0;
    pthread_mutex_lock(&counting);
    for (unsigned i = 0; i < MAX_COUNTED && counted[i].name; i++) {
        if (name ? strcmp(counted[i].name, name) == 0 : strncmp(counted[i].name, "nvml", 4) == 0) {
            calls += counted[i].calls;
        }
    }
    pthread_mutex_unlock(&counting);
    return calls;
}

/* ---------------------------------------------------------------- what every function asks first */

/* What a GPU that does not answer is still told by: the driver keeps it. */
static bool names_the_gpu(const char *function)
{
    static const char *const names[] = {"nvmlDeviceGetHandle", "nvmlDeviceGetUUID", "nvmlDeviceGetName", "nvmlDeviceGetPciInfo"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncmp(function, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

static int state(const char *function, const device_t *device)
{
    char gpu[16] = "";
    if (device) {
        snprintf(gpu, sizeof gpu, "gpu%u", device->index);
    }
    scenario_refresh();
    while (scenario_lists("hang", function) || (device && scenario_lists("hang", gpu))) {
        usleep(50000);
        scenario_refresh();
    }
    if (scenario_lists("missing", function)) {
        return FUNCTION_NOT_FOUND;
    }
    if (references == 0 || scenario_number("uninitialized", 0)) {
        return UNINITIALIZED;
    }
    if (device && scenario_gpu_number(device->index, "lost", 0)) {
        return GPU_IS_LOST;
    }
    if (device && !names_the_gpu(function)) {
        int error = (int)scenario_gpu_number(device->index, "ioerror", OK);
        if (error != OK) {
            return error;
        }
    }
    return scenario_lists("unsupported", function) ? NOT_SUPPORTED : OK;
}

int enter(const char *function, const device_t *device)
{
    count_calls(function, 1);
    return state(function, device);
}

long long wave(const device_t *device, const char *key, double middle, double reach)
{
    double phase = seconds() / 20.0 + device->index * 0.8;
    return scenario_gpu_number(device->index, key, llround(middle + reach * sin(phase)));
}

long long number(const device_t *device, const char *key, long long otherwise)
{
    return scenario_gpu_number(device->index, key, otherwise);
}

int architecture(const device_t *device)
{
    return (int)number(device, "architecture", HOPPER);
}

unsigned nvlinks(const device_t *device)
{
    return (unsigned)number(device, "nvlinks", 18);
}

bool mig(const device_t *device)
{
    return number(device, "mig", 0) != 0;
}

static int put_text(char *out, unsigned length, const char *text)
{
    return (unsigned)snprintf(out, length, "%s", text) < length ? OK : INSUFFICIENT_SIZE;
}

/* ---------------------------------------------------------------- library */

int nvmlInit_v2(void)
{
    scenario_refresh();
    while (scenario_lists("hang", __func__)) {
        usleep(50000);
        scenario_refresh();
    }
    int error = (int)scenario_number("init_error", 0);
    if (error == OK) {
        references++;
    }
    return error;
}

int nvmlShutdown(void)
{
    if (references == 0) {
        return UNINITIALIZED;
    }
    references--;
    return OK;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length)
{
    char text[80];
    ENTER(NULL);
    scenario_text("driver_version", "570.86.15", text, sizeof text);
    return put_text(version, length, text);
}

int nvmlSystemGetCudaDriverVersion_v2(int *version)
{
    ENTER(NULL);
    *version = (int)scenario_number("cuda_version", 12080);
    return OK;
}

int nvmlDeviceGetCount_v2(unsigned *count)
{
    ENTER(NULL);
    long long wanted = scenario_number("count", 8);
    *count = wanted > MAX_GPUS ? MAX_GPUS : (unsigned)wanted;
    return OK;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, device_t **device)
{
    unsigned count;
    ENTER(NULL);
    nvmlDeviceGetCount_v2(&count);
    if (index >= count) {
        return INVALID_ARGUMENT;
    }
    ENTER(&devices[index]);
    *device = &devices[index];
    return OK;
}

/* ---------------------------------------------------------------- what a GPU is */

int nvmlDeviceGetUUID(device_t *device, char *uuid, unsigned length)
{
    char otherwise[80], text[80];
    ENTER(device);
    snprintf(otherwise, sizeof otherwise, "GPU-fa4e0000-0000-4000-8000-%012x", device->index);
    scenario_gpu_text(device->index, "uuid", otherwise, text, sizeof text);
    return put_text(uuid, length, text);
}

int nvmlDeviceGetName(device_t *device, char *name, unsigned length)
{
    char text[96];
    ENTER(device);
    scenario_gpu_text(
        device->index, "name", device->index < FIRST_INSTANCE ? "NVIDIA H100 80GB HBM3" : "NVIDIA H100 80GB HBM3 MIG 1g.10gb", text, sizeof text);
    return put_text(name, length, text);
}

int nvmlDeviceGetSerial(device_t *device, char *serial, unsigned length)
{
    char otherwise[32], text[32];
    ENTER(device);
    snprintf(otherwise, sizeof otherwise, "16540230%05u", device->index);
    scenario_gpu_text(device->index, "serial", otherwise, text, sizeof text);
    return put_text(serial, length, text);
}

int nvmlDeviceGetBoardPartNumber(device_t *device, char *part, unsigned length)
{
    ENTER(device);
    return put_text(part, length, "692-2G520-0200-000");
}

int nvmlDeviceGetVbiosVersion(device_t *device, char *version, unsigned length)
{
    ENTER(device);
    return put_text(version, length, "96.00.99.00.01");
}

int nvmlDeviceGetInforomImageVersion(device_t *device, char *version, unsigned length)
{
    ENTER(device);
    return put_text(version, length, "G520.0200.00.05");
}

int nvmlDeviceGetGspFirmwareVersion(device_t *device, char *version)
{
    char text[64];
    ENTER(device);
    NEEDS(architecture(device) >= TURING);
    scenario_text("driver_version", "570.86.15", text, sizeof text);
    return put_text(version, 64, text);
}

int nvmlDeviceGetPciInfo_v3(device_t *device, pci_t *pci)
{
    static const unsigned buses[] = {0x05, 0x18, 0x29, 0x3a, 0x4b, 0x9b, 0xab, 0xbb};
    char otherwise[32];
    ENTER(device);
    memset(pci, 0, sizeof *pci);
    pci->bus = device->index < 8 ? buses[device->index] : 0xc0 + device->index;
    snprintf(otherwise, sizeof otherwise, "%08X:%02X:%02X.0", pci->domain, pci->bus, pci->device);
    scenario_gpu_text(device->index, "pci", otherwise, pci->bus_id, sizeof pci->bus_id);
    return OK;
}

int nvmlDeviceGetTemperatureThreshold(device_t *device, unsigned type, unsigned *celsius)
{
    static const unsigned limits[] = {92, 89, 95, 87};
    ENTER(device);
    if (type >= sizeof limits / sizeof limits[0]) {
        return NOT_SUPPORTED;
    }
    *celsius = limits[type];
    return OK;
}

/* ---------------------------------------------------------------- what a GPU reads */

#define ONE_NUMBER(FUNCTION, TYPE, VALUE) \
    int FUNCTION(device_t *device, TYPE *value) { ENTER(device); *value = (TYPE)(VALUE); return OK; }

ONE_NUMBER(nvmlDeviceGetPowerUsage, unsigned, wave(device, "power_mw", 520000, 90000))
ONE_NUMBER(nvmlDeviceGetEnforcedPowerLimit, unsigned, number(device, "power_limit_mw", 700000))
ONE_NUMBER(nvmlDeviceGetPowerManagementDefaultLimit, unsigned, 700000)
ONE_NUMBER(nvmlDeviceGetTotalEnergyConsumption, unsigned long long, number(device, "energy_mj", (long long)(seconds() * 520000)))
ONE_NUMBER(nvmlDeviceGetCurrPcieLinkGeneration, unsigned, number(device, "pcie_generation", 5))
ONE_NUMBER(nvmlDeviceGetCurrPcieLinkWidth, unsigned, number(device, "pcie_width", 16))
ONE_NUMBER(nvmlDeviceGetMaxPcieLinkGeneration, unsigned, 5)
ONE_NUMBER(nvmlDeviceGetMaxPcieLinkWidth, unsigned, 16)
ONE_NUMBER(nvmlDeviceGetMinorNumber, unsigned, device->index)
ONE_NUMBER(nvmlDeviceGetArchitecture, unsigned, architecture(device))
ONE_NUMBER(nvmlDeviceGetPersistenceMode, unsigned, number(device, "persistence", 1))
ONE_NUMBER(nvmlDeviceGetPerformanceState, int, number(device, "performance_state", 0))
ONE_NUMBER(nvmlDeviceGetCurrentClocksThrottleReasons, unsigned long long, number(device, "clocks_event_reasons", 0))
#ifndef FAKE_NVML_OLD
ONE_NUMBER(nvmlDeviceGetCurrentClocksEventReasons, unsigned long long, number(device, "clocks_event_reasons", 0))
ONE_NUMBER(nvmlDeviceGetModuleId, unsigned, device->index + 1)
#endif

#define TWO_NUMBERS(FUNCTION, FIRST, SECOND) \
    int FUNCTION(device_t *device, unsigned *first, unsigned *second) \
    { ENTER(device); *first = (unsigned)(FIRST); *second = (unsigned)(SECOND); return OK; }

TWO_NUMBERS(nvmlDeviceGetEccMode, number(device, "ecc_mode", 1), number(device, "ecc_mode", 1))
TWO_NUMBERS(nvmlDeviceGetPowerManagementLimitConstraints, 200000, 700000)

int nvmlDeviceGetMigMode(device_t *device, unsigned *current, unsigned *pending)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE);
    *current = *pending = (unsigned)mig(device);
    return OK;
}

int nvmlDeviceGetTemperature(device_t *device, unsigned sensor, unsigned *celsius)
{
    ENTER(device);
    if (sensor != 0) {
        return INVALID_ARGUMENT;
    }
    *celsius = (unsigned)wave(device, "temperature", 58, 6);
    return OK;
}

#ifndef FAKE_NVML_OLD
int nvmlDeviceGetMarginTemperature(device_t *device, margin_t *margin)
{
    ENTER(device);
    NEEDS(architecture(device) >= ADA);
    if (margin->version != (sizeof *margin | 1U << 24)) {
        return VERSION_MISMATCH;
    }
    margin->margin = (int)number(device, "margin", 87 - wave(device, "temperature", 58, 6));
    return OK;
}

int nvmlDeviceGetMemoryInfo_v2(device_t *device, memory2_t *memory)
{
    ENTER(device);
    if (memory->version != (sizeof *memory | 2U << 24)) {
        return VERSION_MISMATCH;
    }
    memory->total = (unsigned long long)number(device, "memory_total", 85520809984);
    memory->used = (unsigned long long)number(device, "memory_used", 71000000000);
    memory->reserved = 589824000;
    memory->free = memory->total - memory->used;
    return OK;
}
#endif

int nvmlDeviceGetMemoryInfo(device_t *device, memory_t *memory)
{
    ENTER(device);
    memory->total = (unsigned long long)number(device, "memory_total", 85520809984);
    memory->used = (unsigned long long)number(device, "memory_used", 71000000000);
    memory->free = memory->total - memory->used;
    return OK;
}

int nvmlDeviceGetUtilizationRates(device_t *device, utilization_t *rates)
{
    ENTER(device);
    rates->gpu = (unsigned)wave(device, "gpu_utilization", 82, 15);
    rates->memory = (unsigned)wave(device, "memory_utilization", 45, 12);
    return OK;
}

int nvmlDeviceGetClockInfo(device_t *device, unsigned type, unsigned *mhz)
{
    ENTER(device);
    switch (type) {
    case 1: *mhz = (unsigned)wave(device, "sm_clock", 1905, 60); return OK;
    case 2: *mhz = (unsigned)number(device, "memory_clock", 2619); return OK;
    default: return INVALID_ARGUMENT;
    }
}

int nvmlDeviceGetEncoderUtilization(device_t *device, unsigned *percent, unsigned *period_us)
{
    ENTER(device);
    *percent = (unsigned)number(device, "encoder_utilization", 0);
    *period_us = 167000;
    return OK;
}

int nvmlDeviceGetDecoderUtilization(device_t *device, unsigned *percent, unsigned *period_us)
{
    ENTER(device);
    *percent = (unsigned)number(device, "decoder_utilization", 0);
    *period_us = 167000;
    return OK;
}

/* ---------------------------------------------------------------- events */

int nvmlEventSetCreate(int **set)
{
    static int created;
    ENTER(NULL);
    if (!created) {
        created = 1;
        scenario_forget_events();
    }
    *set = &event_set;
    return OK;
}

int nvmlEventSetFree(int *set)
{
    (void)set;
    return OK;
}

int nvmlDeviceGetSupportedEventTypes(device_t *device, unsigned long long *types)
{
    ENTER(device);
    *types = (unsigned long long)number(device, "event_types", 0xfe1f);
    return OK;
}

int nvmlDeviceRegisterEvents(device_t *device, unsigned long long types, int *set)
{
    ENTER(device);
    (void)set;
    return (types & ~(unsigned long long)number(device, "event_types", 0xfe1f)) == 0 ? OK : NOT_SUPPORTED;
}

int nvmlEventSetWait_v2(int *set, event_t *event, unsigned timeout_ms)
{
    (void)set;
    double until = seconds() + timeout_ms / 1000.0;
    ENTER(NULL);
    for (;;) {
        scenario_event next;
        int now = state(__func__, NULL);
        if (now != OK) {
            return now;
        }
        if (scenario_next_event(&next) && next.gpu < MAX_GPUS) {
            *event = (event_t){&devices[next.gpu], next.type, next.data, UINT_MAX, UINT_MAX};
            return OK;
        }
        double left = until - seconds();
        if (left <= 0) {
            return TIMED_OUT;
        }
        scenario_wait((int)(left * 1000) + 1);
    }
}
