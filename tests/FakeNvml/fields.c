/* nvmlDeviceGetFieldValues. */
#include "device.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

typedef struct { unsigned field, scope; long long at, took; unsigned type; int result;
                 union { double d; int si; unsigned ui; unsigned long long ull; } value; } field_t;
_Static_assert(sizeof(field_t) == 40 && offsetof(field_t, value) == 32, "nvmlFieldValue_t");

enum { DOUBLE = 0, UNSIGNED_INT = 1, UNSIGNED_LONG_LONG = 3, SIGNED_INT = 5 };
enum { EVERYWHERE, BEFORE_AMPERE, FROM_AMPERE, FROM_ADA, NVLINK_TO_4, NVLINK_5, WITH_C2C, REMAPPER };

#define ALL_LINKS 0xffffffffu

/* The last field that a driver of 2021 knows. */
#define NEWEST_OLD_FIELD 160

static const struct { unsigned field; int where; const char *key; long long otherwise; } totals[] = {
    {3, EVERYWHERE, "ecc_volatile_corrected", 0}, {4, EVERYWHERE, "ecc_volatile_uncorrected", 0},
    {5, EVERYWHERE, "ecc_aggregate_corrected", 3}, {6, EVERYWHERE, "ecc_aggregate_uncorrected", 0},
    {11, EVERYWHERE, "ecc_dram_volatile_corrected", 0}, {12, EVERYWHERE, "ecc_dram_volatile_uncorrected", 0},
    {22, EVERYWHERE, "ecc_dram_aggregate_corrected", 2}, {23, EVERYWHERE, "ecc_dram_aggregate_uncorrected", 0},
    {29, BEFORE_AMPERE, "retired_pages_corrected", 0}, {30, BEFORE_AMPERE, "retired_pages_uncorrected", 0},
    {31, BEFORE_AMPERE, "retired_pages_pending", 0},
    {38, NVLINK_TO_4, "nvlink_crc_errors", 0}, {45, NVLINK_TO_4, "nvlink_data_crc_errors", 0},
    {52, NVLINK_TO_4, "nvlink_replays", 0}, {59, NVLINK_TO_4, "nvlink_recoveries", 0},
    {74, EVERYWHERE, "throttle_power_ns", 0},
    {75, EVERYWHERE, "violation_thermal_ns", 0}, {76, EVERYWHERE, "violation_sync_boost_ns", 0},
    {77, EVERYWHERE, "violation_board_limit_ns", 0}, {78, EVERYWHERE, "violation_low_utilization_ns", 0},
    {79, EVERYWHERE, "violation_reliability_ns", 0},
    {94, EVERYWHERE, "pcie_replays", 0}, {95, EVERYWHERE, "pcie_replay_rollovers", 0},
    {142, REMAPPER, "remapped_rows_corrected", 0}, {143, REMAPPER, "remapped_rows_uncorrected", 0},
    {144, REMAPPER, "row_remap_pending", 0}, {145, REMAPPER, "row_remap_failure", 0},
    {169, EVERYWHERE, "pcie_recoveries", 0}, {173, EVERYWHERE, "pcie_correctable_errors", 0},
    {174, EVERYWHERE, "pcie_naks_received", 0}, {175, EVERYWHERE, "pcie_receiver_errors", 0},
    {176, EVERYWHERE, "pcie_bad_tlps", 0}, {177, EVERYWHERE, "pcie_naks_sent", 0},
    {178, EVERYWHERE, "pcie_bad_dllps", 0}, {179, EVERYWHERE, "pcie_nonfatal_errors", 0},
    {180, EVERYWHERE, "pcie_fatal_errors", 0}, {182, EVERYWHERE, "pcie_lcrc_errors", 0},
    {190, EVERYWHERE, "power_limit_mw", 700000},
    {230, EVERYWHERE, "recovery_action", 0},
    {231, WITH_C2C, "c2c_errors", 0}, {232, WITH_C2C, "c2c_replays", 0}, {233, WITH_C2C, "c2c_replays_b2b", 0},
    {269, FROM_AMPERE, "throttle_sw_thermal_ns", 0}, {270, FROM_AMPERE, "throttle_hw_thermal_ns", 0},
    {271, FROM_AMPERE, "throttle_power_brake_ns", 0},
};

/* Of each link; a key "nvlink3.KEY" is that link's own. */
static const struct { unsigned field; int where; const char *key; long long otherwise; } of_links[] = {
    {161, NVLINK_TO_4, "link_replays", 0}, {162, NVLINK_TO_4, "link_recoveries", 0}, {163, NVLINK_TO_4, "link_crc_errors", 0},
    {165, EVERYWHERE, "link_up", 1},
    {202, NVLINK_5, "link_tx_bytes", 4096}, {204, NVLINK_5, "link_rx_bytes", 8192},
    {206, NVLINK_5, "link_malformed_packets", 0}, {208, NVLINK_5, "link_receive_errors", 0},
    {211, NVLINK_5, "link_integrity_errors", 0}, {213, NVLINK_5, "link_good_recoveries", 0},
    {214, NVLINK_5, "link_failed_recoveries", 0}, {220, NVLINK_5, "link_effective_ber", 0x10f},
    {222, NVLINK_5, "link_symbol_ber", 0x10f},
};

static bool is_here(int where, const device_t *device)
{
    switch (where) {
    case BEFORE_AMPERE: return architecture(device) < AMPERE;
    case FROM_AMPERE: return architecture(device) >= AMPERE;
    case FROM_ADA: return architecture(device) >= ADA;
    case NVLINK_TO_4: return architecture(device) < BLACKWELL && nvlinks(device) > 0;
    case NVLINK_5: return architecture(device) >= BLACKWELL;
    case WITH_C2C: return number(device, "c2c", 0) != 0;
    case REMAPPER: return architecture(device) >= AMPERE && !mig(device);
    default: return true;
    }
}

static int read_link(const device_t *device, field_t *field, unsigned i)
{
    char key[64];
    if (!is_here(of_links[i].where, device)) {
        return NOT_SUPPORTED;
    }
    if (field->scope >= nvlinks(device)) {
        return INVALID_ARGUMENT;
    }
    snprintf(key, sizeof key, "nvlink%u.unreadable", field->scope);
    if (number(device, key, 0)) {
        return NOT_SUPPORTED;
    }
    snprintf(key, sizeof key, "nvlink%u.%s", field->scope, of_links[i].key);
    field->value.ull = (unsigned long long)number(device, key, number(device, of_links[i].key, of_links[i].otherwise));
    return OK;
}

/* Fields whose value moves, or whose type is not the counters'. */
static int read_special(const device_t *device, field_t *field)
{
    static const struct { unsigned field; const char *key; int otherwise; } margins[] = {
        {193, "shutdown_margin", -7}, {194, "slowdown_margin", -2}, {195, "memory_max_margin", 0}, {196, "gpu_max_margin", 0},
    };
    switch (field->field) {
    case 82:
        field->type = UNSIGNED_INT;
        field->value.ui = (unsigned)wave(device, "memory_temperature", 71, 6);
        return OK;
    case 83:
        field->value.ull = (unsigned long long)number(device, "energy_mj", (long long)(seconds() * 520000));
        return OK;
    case 91:
        field->type = UNSIGNED_INT;
        field->value.ui = nvlinks(device);
        return OK;
    case 138:
    case 139:
        if (architecture(device) >= BLACKWELL || nvlinks(device) == 0) {
            return NOT_SUPPORTED;
        }
        if (field->scope != ALL_LINKS) {
            return INVALID_ARGUMENT;
        }
        field->value.ull = (unsigned long long)number(device, field->field == 138 ? "nvlink_tx_kib" : "nvlink_rx_kib", (long long)(seconds() * 1000));
        return OK;
    case 185:
    case 186:
        if (field->scope != 0 || (field->field == 185 && architecture(device) < AMPERE)) {
            return NOT_SUPPORTED;
        }
        field->type = UNSIGNED_INT;
        field->value.ui = (unsigned)wave(device, field->field == 185 ? "power_mw" : "power_instant_mw", 520000, 90000);
        return OK;
    case 193: case 194: case 195: case 196:
        /* NVIDIA's driver names an unsigned type for these signed numbers. */
        field->type = UNSIGNED_INT;
        field->value.ui = (unsigned)number(device, margins[field->field - 193].key, margins[field->field - 193].otherwise);
        return is_here(FROM_ADA, device) ? OK : NOT_SUPPORTED;
    case 197:
    case 198:
        field->value.ull = (unsigned long long)number(device, field->field == 197 ? "pcie_tx_bytes" : "pcie_rx_bytes", (long long)(seconds() * 1e6));
        return OK;
    default:
        return INVALID_ARGUMENT;
    }
}

static int read_field(const device_t *device, field_t *field)
{
    char name[32];
    snprintf(name, sizeof name, "%u", field->field);
    field->type = UNSIGNED_LONG_LONG;
    if (scenario_lists("unsupported_field", name)) {
        return NOT_SUPPORTED;
    }
    if (scenario_lists("failing_field", name)) {
        return 999;
    }
#ifdef FAKE_NVML_OLD
    if (field->field > NEWEST_OLD_FIELD) {
        return INVALID_ARGUMENT;
    }
#endif
    for (unsigned i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        if (totals[i].field == field->field) {
            field->value.ull = (unsigned long long)number(device, totals[i].key, totals[i].otherwise);
            return is_here(totals[i].where, device) ? OK : NOT_SUPPORTED;
        }
    }
    for (unsigned i = 0; i < sizeof of_links / sizeof of_links[0]; i++) {
        if (of_links[i].field == field->field) {
            return read_link(device, field, i);
        }
    }
    return read_special(device, field);
}

int nvmlDeviceGetFieldValues(device_t *device, int count, field_t *fields)
{
    ENTER(device);
    count_calls("fields", (unsigned)count);
    for (int i = 0; i < count; i++) {
        fields[i].at = (long long)(seconds() * 1e6);
        fields[i].took = 5;
        /* What stands in the rest of the union is nobody's business: readers must take only the bytes of the named type. */
        fields[i].value.ull = 0xaaaaaaaaaaaaaaaaULL;
        fields[i].result = read_field(device, &fields[i]);
    }
    return OK;
}
