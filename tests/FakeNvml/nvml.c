/* A stand-in of libnvidia-ml.so.1 for tests: the functions that the agent calls, with the documented names, structs and
 * return codes, over a scenario file. Written from NVIDIA's public API documentation; it contains none of their code. */
#define _GNU_SOURCE
#include "scenario.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OK = 0, UNINITIALIZED = 1, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7,
       TIMED_OUT = 10, FUNCTION_NOT_FOUND = 13, GPU_IS_LOST = 15, VERSION_MISMATCH = 25 };

typedef struct { unsigned index; } device_t;
typedef struct { char legacy[16]; unsigned domain, bus, device, id, subsystem; char bus_id[32]; } pci_t;
typedef struct { unsigned gpu, memory; } utilization_t;
typedef struct { unsigned long long total, free, used; } memory_t;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory2_t;
typedef struct { unsigned version; int margin; } margin_t;
typedef struct { unsigned version; unsigned long long counts[11]; unsigned threshold_exceeded; } sram_t;
typedef struct { unsigned field, scope; long long at, took; unsigned type; int result;
                 union { double d; int si; unsigned ui; unsigned long long ull; } value; } field_t;
typedef struct { device_t *device; unsigned long long type, data; unsigned gpu_instance, compute_instance; } event_t;

#define MAX_GPUS 16
static device_t devices[MAX_GPUS] = {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13}, {14}, {15}};
static int references;
static int event_set;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What every function asks first: is it there, does it hang, does the library run, is the GPU on the bus? */
static int enter(const char *function, const device_t *device)
{
    char gpu[16] = "";
    if (device) {
        snprintf(gpu, sizeof gpu, "gpu%u", device->index);
    }
    while (scenario_lists("hang", function) || (device && scenario_lists("hang", gpu))) {
        usleep(50000);
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
    return scenario_lists("unsupported", function) ? NOT_SUPPORTED : OK;
}

#define ENTER(device) do { int entered = enter(__func__, device); if (entered != OK) return entered; } while (0)

/* Slow waves, another phase on each GPU: values that move, and are the same in each run. */
static long long wave(const device_t *device, const char *key, double middle, double reach)
{
    double phase = seconds() / 20.0 + device->index * 0.8;
    return scenario_gpu_number(device->index, key, llround(middle + reach * sin(phase)));
}

static long long number(const device_t *device, const char *key, long long otherwise)
{
    return scenario_gpu_number(device->index, key, otherwise);
}

static int put_text(char *out, unsigned length, const char *text)
{
    return (unsigned)snprintf(out, length, "%s", text) < length ? OK : INSUFFICIENT_SIZE;
}

/* ---------------------------------------------------------------- library */

int nvmlInit_v2(void)
{
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
    scenario_gpu_text(device->index, "name", "NVIDIA H100 80GB HBM3", text, sizeof text);
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
ONE_NUMBER(nvmlDeviceGetPerformanceState, int, number(device, "performance_state", 0))
ONE_NUMBER(nvmlDeviceGetCurrentClocksThrottleReasons, unsigned long long, number(device, "clocks_event_reasons", 0))
#ifndef FAKE_NVML_OLD
ONE_NUMBER(nvmlDeviceGetCurrentClocksEventReasons, unsigned long long, number(device, "clocks_event_reasons", 0))
ONE_NUMBER(nvmlDeviceGetModuleId, unsigned, device->index + 1)
#endif

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
    if (margin->version != (sizeof *margin | 1U << 24)) {
        return VERSION_MISMATCH;
    }
    margin->margin = (int)number(device, "margin", 87 - wave(device, "temperature", 58, 6));
    return OK;
}

int nvmlDeviceGetSramEccErrorStatus(device_t *device, sram_t *status)
{
    ENTER(device);
    if (status->version != (sizeof *status | 1U << 24)) {
        return VERSION_MISMATCH;
    }
    memset(status->counts, 0, sizeof status->counts);
    status->threshold_exceeded = (unsigned)number(device, "sram_threshold_exceeded", 0);
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

/* ---------------------------------------------------------------- field values */

static int read_field(const device_t *device, field_t *field)
{
    static const struct { unsigned field; const char *key; long long otherwise; } known[] = {
        {3, "ecc_volatile_corrected", 0}, {4, "ecc_volatile_uncorrected", 0},
        {5, "ecc_aggregate_corrected", 3}, {6, "ecc_aggregate_uncorrected", 0},
        {38, "nvlink_crc_errors", 0}, {45, "nvlink_data_crc_errors", 0}, {52, "nvlink_replays", 0}, {59, "nvlink_recoveries", 0},
        {94, "pcie_replays", 0}, {142, "remapped_rows_corrected", 0}, {143, "remapped_rows_uncorrected", 0},
        {144, "row_remap_pending", 0}, {145, "row_remap_failure", 0}, {230, "recovery_action", 0},
    };
    char name[32];
    snprintf(name, sizeof name, "%u", field->field);
    field->type = 3; /* unsigned long long */
    if (scenario_lists("unsupported_field", name)) {
        return NOT_SUPPORTED;
    }
    if (field->field == 82) {
        field->type = 1; /* unsigned int */
        field->value.ui = (unsigned)wave(device, "memory_temperature", 71, 6);
        return OK;
    }
    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].field == field->field) {
            field->value.ull = (unsigned long long)number(device, known[i].key, known[i].otherwise);
            return OK;
        }
    }
    return NOT_SUPPORTED;
}

int nvmlDeviceGetFieldValues(device_t *device, int count, field_t *fields)
{
    ENTER(device);
    for (int i = 0; i < count; i++) {
        fields[i].result = read_field(device, &fields[i]);
    }
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
    do {
        scenario_event next;
        ENTER(NULL);
        if (scenario_next_event(&next) && next.gpu < MAX_GPUS) {
            *event = (event_t){&devices[next.gpu], next.type, next.data, UINT_MAX, UINT_MAX};
            return OK;
        }
        usleep(20000);
    } while (seconds() < until);
    return TIMED_OUT;
}
