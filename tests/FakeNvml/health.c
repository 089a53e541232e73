/* ECC, remapped rows, retired pages, repairs, links, fabric, processes and GPM. */
#include "device.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { unsigned version; unsigned long long aggregate_parity, aggregate_sec_ded, aggregate_corrected,
                 volatile_parity, volatile_sec_ded, volatile_corrected, l2, sm, pcie, mcu, other; unsigned threshold_exceeded; } sram_t;
typedef struct { unsigned unit, location, sublocation, extlocation, address, parity, count; } sram_fault_t;
typedef struct { unsigned version, count; sram_fault_t *faults; } sram_faults_t;
typedef struct { unsigned max, high, partial, low, none; } histogram_t;
typedef struct { unsigned version, channel_pending, tpc_pending; } repair_t;
typedef struct { unsigned char cluster[16]; int status; unsigned clique; unsigned char state; } fabric_t;
typedef struct { unsigned version; unsigned char cluster[16]; int status; unsigned clique; unsigned char state;
                 unsigned health; } fabric2_t;
typedef struct { unsigned pid; unsigned long long memory; unsigned gpu_instance, compute_instance; } process_t;
typedef struct { int code; unsigned state; char info[128], product[128]; unsigned enabled, year; unsigned short month, day, hour, minute, second;
                 unsigned char status; } licensable_feature_t;
typedef struct { int supported; unsigned count; licensable_feature_t feature[3]; } licensable_features_t;
typedef struct { unsigned version, supported; } gpm_support_t;
typedef struct { unsigned id; int result; double value; char *short_name, *long_name, *unit; } gpm_metric_t;
typedef struct { const device_t *device; double at; } gpm_sample_t;
typedef struct { unsigned version, count; gpm_sample_t *older, *newer; gpm_metric_t metrics[333]; } gpm_request_t;

_Static_assert(sizeof(sram_t) == 104 && sizeof(sram_faults_t) == 16 && sizeof(sram_fault_t) == 28, "SRAM");
_Static_assert(sizeof(histogram_t) == 20 && sizeof(repair_t) == 12, "rows and repairs");
_Static_assert(sizeof(fabric_t) == 28 && sizeof(fabric2_t) == 36 && offsetof(fabric2_t, health) == 32, "fabric");
_Static_assert(sizeof(process_t) == 24 && sizeof(gpm_support_t) == 8, "processes");
_Static_assert(sizeof(licensable_feature_t) == 284 && sizeof(licensable_features_t) == 860, "licences");
_Static_assert(sizeof(gpm_request_t) == 13344 && offsetof(gpm_request_t, metrics) == 24, "GPM");

/* ---------------------------------------------------------------- ECC */

static const char *const spans[] = {"volatile", "aggregate"};
static const char *const errors[] = {"corrected", "uncorrected"};

int nvmlDeviceGetTotalEccErrors(device_t *device, unsigned error, unsigned span, unsigned long long *count)
{
    char key[64];
    ENTER(device);
    snprintf(key, sizeof key, "ecc_%s_%s", spans[span & 1], errors[error & 1]);
    *count = (unsigned long long)number(device, key, span == 1 && error == 0 ? 3 : 0);
    return OK;
}

int nvmlDeviceGetMemoryErrorCounter(device_t *device, unsigned error, unsigned span, unsigned location, unsigned long long *count)
{
    static const char *const places[] = {"l1", "l2", "dram", "register_file", "texture_memory", "texture_shm", "cbu", "sram"};
    char key[64];
    ENTER(device);
    if (location > 7) {
        return INVALID_ARGUMENT;
    }
    NEEDS(location == 2 || (location == 7) == (architecture(device) >= TURING));
    snprintf(key, sizeof key, "ecc_%s_%s_%s", places[location], spans[span & 1], errors[error & 1]);
    *count = COUNT(device, key);
    return OK;
}

#ifndef FAKE_NVML_OLD
int nvmlDeviceGetSramEccErrorStatus(device_t *device, sram_t *status)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE);
    CHECK_VERSION(status, 1);
    unsigned version = status->version;
    memset(status, 0, sizeof *status);
    status->version = version;
    status->aggregate_sec_ded = COUNT(device, "ecc_sram_aggregate_uncorrected");
    status->aggregate_parity = COUNT(device, "ecc_sram_aggregate_parity");
    status->aggregate_corrected = COUNT(device, "ecc_sram_aggregate_corrected");
    status->volatile_sec_ded = COUNT(device, "ecc_sram_volatile_uncorrected");
    status->volatile_parity = COUNT(device, "ecc_sram_volatile_parity");
    status->volatile_corrected = COUNT(device, "ecc_sram_volatile_corrected");
    status->l2 = 77; /* in no sum: a reader that slips by one place meets it */
    status->threshold_exceeded = (unsigned)number(device, "sram_threshold_exceeded", 0);
    return OK;
}

int nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(device_t *device, sram_faults_t *asked)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE);
    CHECK_VERSION(asked, 1);
    unsigned there = (unsigned)number(device, "sram_faults", 0), room = asked->count;
    asked->count = there;
    if (!asked->faults) {
        return OK;
    }
    if (room < there) {
        return INSUFFICIENT_SIZE;
    }
    for (unsigned i = 0; i < there; i++) {
        asked->faults[i] = (sram_fault_t){i, 11, 12, 13, 0x1000 + i, i & 1, 5 + i};
    }
    return OK;
}

int nvmlDeviceGetRepairStatus(device_t *device, repair_t *status)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE);
    CHECK_VERSION(status, 1);
    status->channel_pending = (unsigned)number(device, "channel_repair_pending", 0);
    status->tpc_pending = (unsigned)number(device, "tpc_repair_pending", 0);
    return OK;
}
#endif

/* ---------------------------------------------------------------- rows and pages */

int nvmlDeviceGetRemappedRows(device_t *device, unsigned *corrected, unsigned *uncorrected, unsigned *pending, unsigned *failure)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE && !mig(device));
    *corrected = (unsigned)number(device, "remapped_rows_corrected", 0);
    *uncorrected = (unsigned)number(device, "remapped_rows_uncorrected", 0);
    *pending = (unsigned)number(device, "row_remap_pending", 0);
    *failure = (unsigned)number(device, "row_remap_failure", 0);
    return OK;
}

int nvmlDeviceGetRowRemapperHistogram(device_t *device, histogram_t *banks)
{
    ENTER(device);
    NEEDS(architecture(device) >= AMPERE && !mig(device));
    banks->high = (unsigned)number(device, "remap_banks_high", 0);
    banks->partial = (unsigned)number(device, "remap_banks_partial", 0);
    banks->low = (unsigned)number(device, "remap_banks_low", 0);
    banks->none = (unsigned)number(device, "remap_banks_none", 0);
    banks->max = (unsigned)number(device, "remap_banks_max", 1280 - banks->high - banks->partial - banks->low - banks->none);
    return OK;
}

static int retired(device_t *device, unsigned cause, unsigned *count)
{
    NEEDS(architecture(device) < AMPERE);
    unsigned there = (unsigned)number(device, cause == 0 ? "retired_pages_corrected" : "retired_pages_uncorrected", 0);
    unsigned room = *count;
    *count = there;
    return room < there ? INSUFFICIENT_SIZE : OK;
}

int nvmlDeviceGetRetiredPages(device_t *device, unsigned cause, unsigned *count, unsigned long long *addresses)
{
    (void)addresses;
    ENTER(device);
    return retired(device, cause, count);
}

int nvmlDeviceGetRetiredPages_v2(device_t *device, unsigned cause, unsigned *count, unsigned long long *addresses, unsigned long long *times)
{
    (void)addresses;
    (void)times;
    ENTER(device);
    return retired(device, cause, count);
}

int nvmlDeviceGetRetiredPagesPendingStatus(device_t *device, unsigned *pending)
{
    ENTER(device);
    NEEDS(architecture(device) < AMPERE);
    *pending = (unsigned)number(device, "retired_pages_pending", 0);
    return OK;
}

/* ---------------------------------------------------------------- links and fabric */

int nvmlDeviceGetNvLinkState(device_t *device, unsigned link, unsigned *active)
{
    char key[64];
    ENTER(device);
    if (link >= nvlinks(device)) {
        return INVALID_ARGUMENT;
    }
    snprintf(key, sizeof key, "nvlink%u.link_up", link);
    *active = (unsigned)number(device, key, number(device, "link_up", 1));
    return OK;
}

#define FILL_FABRIC(fabric) do { \
    for (unsigned i = 0; i < 16; i++) (fabric)->cluster[i] = (unsigned char)(i + 1); \
    (fabric)->status = (int)number(device, "fabric_status", 0); \
    (fabric)->clique = (unsigned)number(device, "fabric_clique", 7); \
    (fabric)->state = (unsigned char)number(device, "fabric_state", 3); } while (0)

int nvmlDeviceGetGpuFabricInfo(device_t *device, fabric_t *fabric)
{
    ENTER(device);
    NEEDS(architecture(device) >= HOPPER && nvlinks(device) > 0);
    FILL_FABRIC(fabric);
    return OK;
}

#ifndef FAKE_NVML_OLD
int nvmlDeviceGetGpuFabricInfoV(device_t *device, fabric2_t *fabric)
{
    ENTER(device);
    NEEDS(architecture(device) >= HOPPER && nvlinks(device) > 0);
    CHECK_VERSION(fabric, 2);
    FILL_FABRIC(fabric);
    fabric->health = (unsigned)number(device, "fabric_health", 0xaa);
    return OK;
}
#endif

/* ---------------------------------------------------------------- processes */

static int processes(device_t *device, unsigned *count, process_t *there)
{
    unsigned running = (unsigned)number(device, "processes", 1), room = *count;
    *count = running;
    if (room < running) {
        return INSUFFICIENT_SIZE;
    }
    for (unsigned i = 0; i < running; i++) {
        there[i] = (process_t){4242 + device->index * 100 + i, 68000000000ULL, UINT_MAX, UINT_MAX};
    }
    return OK;
}

int nvmlDeviceGetComputeRunningProcesses_v2(device_t *device, unsigned *count, process_t *there)
{
    ENTER(device);
    return processes(device, count, there);
}

#ifndef FAKE_NVML_OLD
int nvmlDeviceGetComputeRunningProcesses_v3(device_t *device, unsigned *count, process_t *there)
{
    ENTER(device);
    return processes(device, count, there);
}
#endif

int nvmlSystemGetProcessName(unsigned pid, char *name, unsigned length)
{
    char text[80];
    ENTER(NULL);
    (void)pid;
    scenario_text("process_name", "/usr/bin/python3", text, sizeof text);
    return (unsigned)snprintf(name, length, "%s", text) < length ? OK : INSUFFICIENT_SIZE;
}

/* ---------------------------------------------------------------- licences */

#ifndef FAKE_NVML_OLD
int nvmlDeviceGetGridLicensableFeatures_v4(device_t *device, licensable_features_t *features)
{
    ENTER(device);
    long long license = number(device, "vgpu_license", -1);
    memset(features, 0, sizeof *features);
    features->supported = license >= 0;
    features->count = license >= 0 ? 2 : 0;
    features->feature[0].code = 3;
    features->feature[0].state = 1;
    features->feature[1].code = (int)number(device, "vgpu_license_feature", 1);
    features->feature[1].state = (unsigned)license;
    return OK;
}
#endif

/* ---------------------------------------------------------------- GPM */

#ifndef FAKE_NVML_OLD
int nvmlGpmQueryDeviceSupport(device_t *device, gpm_support_t *support)
{
    ENTER(device);
    if (support->version != 1) {
        return VERSION_MISMATCH;
    }
    support->supported = architecture(device) >= HOPPER;
    return OK;
}

int nvmlGpmSampleAlloc(gpm_sample_t **sample)
{
    ENTER(NULL);
    *sample = calloc(1, sizeof **sample);
    return OK;
}

int nvmlGpmSampleGet(device_t *device, gpm_sample_t *sample)
{
    ENTER(device);
    NEEDS(architecture(device) >= HOPPER);
    *sample = (gpm_sample_t){device, seconds()};
    return OK;
}

int nvmlGpmMetricsGet(gpm_request_t *request)
{
    ENTER(NULL);
    if (request->version != 1) {
        return VERSION_MISMATCH;
    }
    if (request->older->device != request->newer->device || request->newer->at - request->older->at < 0.05) {
        return INVALID_ARGUMENT;
    }
    const device_t *device = request->newer->device;
    for (unsigned i = 0; i < request->count; i++) {
        gpm_metric_t *metric = &request->metrics[i];
        metric->result = OK;
        switch (metric->id) {
        case 1: metric->value = (double)wave(device, "gpm_graphics", 900, 50) / 10; break;
        case 5: metric->value = (double)wave(device, "gpm_tensor", 420, 80) / 10; break;
        case 10: metric->value = (double)wave(device, "gpm_dram", 555, 60) / 10; break;
        default: metric->result = INVALID_ARGUMENT;
        }
    }
    return OK;
}
#endif
