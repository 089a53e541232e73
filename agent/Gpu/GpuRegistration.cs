using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Gpu;

/// <summary>The GPUs of this Host, by NVML.</summary>
internal static class GpuRegistration
{
    public static IHostApplicationBuilder AddGpu(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<NvmlLibrary>()
            .AddSingleton<NvmlDriver>()
            .AddSingleton(new PhysicalSlots(PhysicalSlots.System))
            .AddSingleton<ISensor, GpuSensor>()
            .AddSingleton<IEventSource, NvmlEventSource>()
            .AddSingleton<IInventorySource, GpuInventory>();
        return builder;
    }
}
