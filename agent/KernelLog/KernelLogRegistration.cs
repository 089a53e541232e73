using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.KernelLog.Fabric;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>What the kernel tells of the GPUs and switches, and Fabric Manager of the switches' links.</summary>
internal static class KernelLogRegistration
{
    public static IHostApplicationBuilder AddKernelLog(this IHostApplicationBuilder builder, string dataFolder)
    {
        KernelLogOptions[] logs = [KernelLogOptions.Read(builder.Configuration, dataFolder), FabricManagerLog.Read(builder.Configuration, dataFolder)];
        foreach (var log in logs)
        {
            builder.Services.AddSingleton<IEventSource>(provider => new KernelLogSource(log, provider.GetRequiredService<TimeProvider>()));
        }

        return builder;
    }
}
