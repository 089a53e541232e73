using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Agent.Runtime.Footprint;
using SovereignFleet.Agent.Runtime.Timing;

namespace SovereignFleet.Agent.Cli;

/// <summary>Runs the agent until it is stopped.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(GivenSettings settings)
    {
        ProgramPages.Release();
        var options = OptionsReader.Read(settings);
        if (!options.TrustsMachineAuthorities)
        {
            MachineAuthorities.Forget();
        }

        // The library of TLS takes 4 MB to open, and little of it later: not while the sensors open.
        _ = RandomNumberGenerator.GetInt32(2);

        using var host = AgentHost.Build(options, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(KernelTime.Instance); // the last one added is taken
            builder.Services.AddHostedService<SpareMemory>();
            builder.Configuration.AddConfiguration(settings.Values);
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddSystemd();
            if (SystemdHelpers.IsSystemdService())
            {
                builder.Services.AddHostedService<Watchdog>();
            }

            builder.AddHostSensors(options.DataFolder);
        });
        SpareMemory.Release();
        await host.RunAsync();
        return 0;
    }
}
