using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Gpu.Events;
using SovereignFleet.Agent.Gpu.Nvml;
using SovereignFleet.Agent.Gpu.Reading;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Gpu;

/// <summary>The GPUs of this Host, by NVML.</summary>
internal static class GpuRegistration
{
    public static IHostApplicationBuilder AddGpu(this IHostApplicationBuilder builder, string dataFolder)
    {
        builder.Services
            .AddSingleton<NvmlLibrary>()
            .AddSingleton<NvmlDriver>()
            .AddSingleton<GpuNews>()
            .AddSingleton(new GpuPlaces(Path.Combine(dataFolder, "gpus")))
            .AddSingleton(new PhysicalSlots(PhysicalSlots.System))
            .AddSingleton<ISensor>(provider => new GpuSensor(
                provider.GetRequiredService<NvmlDriver>(), provider.GetRequiredService<GpuNews>(), provider.GetRequiredService<TimeProvider>(),
                () => provider.GetRequiredService<InventoryLoop>().Refresh()))
            .AddSingleton<IEventSource, NvmlEventSource>()
            .AddSingleton<IInventorySource, GpuInventory>();
        return builder;
    }
}
