using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Gpu.Nvidia.Description;
using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Gpu.Nvidia.Events;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Reading;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Hardware;

namespace SovereignFleet.Agent.Gpu;

/// <summary>The GPUs of this Host, by NVML.</summary>
internal static class GpuRegistration
{
    public static IHostApplicationBuilder AddGpu(this IHostApplicationBuilder builder, string dataFolder)
    {
        builder.Services
            .AddSingleton<NvmlLibrary>()
            .AddSingleton<NvmlDriver>()
            .AddSingleton<IGpuDriver, NvidiaDriver>()
            .AddSingleton<IGpuControl, NvidiaControl>()
            .AddSingleton<GpuEventQueue>()
            .AddSingleton(new GpuPlaces(Path.Combine(dataFolder, "gpus")))
            .AddSingleton(new PhysicalSlots(PhysicalSlots.System))
            .AddSingleton<ISensor>(provider => new GpuSensor(
                provider.GetRequiredService<IGpuDriver>(), provider.GetRequiredService<GpuEventQueue>(), provider.GetRequiredService<TimeProvider>(),
                () => provider.GetRequiredService<InventoryLoop>().Refresh()))
            .AddSingleton<IEventSource, NvmlEventSource>()
            .AddSingleton<IInventorySource, GpuInventory>();
        return builder;
    }
}
