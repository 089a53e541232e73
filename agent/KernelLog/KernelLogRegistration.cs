using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>What the kernel tells of the GPUs and switches.</summary>
internal static class KernelLogRegistration
{
    public static IHostApplicationBuilder AddKernelLog(this IHostApplicationBuilder builder, string dataFolder)
    {
        builder.Services
            .AddSingleton(KernelLogOptions.Read(builder.Configuration, dataFolder))
            .AddSingleton<IEventSource, KernelLogSource>();
        return builder;
    }
}
