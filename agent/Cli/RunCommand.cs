using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Agent.Cli;

/// <summary>Runs the agent until it is stopped.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(GivenSettings settings)
    {
        var options = OptionsReader.Read(settings);
        using var host = AgentHost.Build(options, builder =>
        {
            builder.Configuration.AddConfiguration(settings.Values);
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddSystemd();
            if (SystemdHelpers.IsSystemdService())
            {
                builder.Services.AddHostedService<Watchdog>();
            }

            builder.AddSenses(options.DataFolder);
        });
        await host.RunAsync();
        return 0;
    }
}
