/* The instances into which MIG divides a GPU. Instance N of GPU G is a device of its own, spoken of as "gpu<100*(G+1)+N>": GPU 0's second
 * one as "gpu101". */
#include "device.h"

#define MOST_INSTANCES 7

static device_t instances[MAX_GPUS][MOST_INSTANCES];

int nvmlDeviceGetMaxMigDeviceCount(device_t *device, unsigned *count)
{
    ENTER(device);
    *count = architecture(device) >= AMPERE ? MOST_INSTANCES : 0;
    return OK;
}

int nvmlDeviceGetMigDeviceHandleByIndex(device_t *device, unsigned index, device_t **instance)
{
    ENTER(device);
    NEEDS(mig(device));
    if (index >= MOST_INSTANCES) {
        return INVALID_ARGUMENT;
    }
    if (index >= number(device, "mig_instances", 0)) {
        return NOT_FOUND;
    }
    *instance = &instances[device->index][index];
    (*instance)->index = FIRST_INSTANCE * (device->index + 1) + index;
    return OK;
}

int nvmlDeviceGetGpuInstanceId(device_t *instance, unsigned *id)
{
    ENTER(instance);
    NEEDS(instance->index >= FIRST_INSTANCE);
    *id = (unsigned)number(instance, "instance_id", instance->index % FIRST_INSTANCE + 7);
    return OK;
}
