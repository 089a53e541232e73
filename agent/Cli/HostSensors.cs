using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.Runtime.Programs;

namespace SovereignFleet.Agent.Cli;

/// <summary>The sensors, event sources and commands of a real Host.</summary>
internal static class HostSensors
{
    public static IHostApplicationBuilder AddHostSensors(this IHostApplicationBuilder builder, string dataFolder)
    {
        builder.Services.AddPrograms();
        builder
            .AddGpu(dataFolder)
            .AddKernelLog(dataFolder)
            .AddBmc(dataFolder)
            .AddInference();
        builder.Services.AddCommandActions();
        return builder;
    }
}
