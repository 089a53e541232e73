using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using SovereignFleet.Agent.Sensing.Frames;

namespace SovereignFleet.Agent.Cli;

/// <summary>Tells systemd that the agent works, as long as it writes Frames: an agent that hangs is restarted.</summary>
internal sealed class Watchdog(ISystemdNotifier systemd, SensorLoop sensors, TimeProvider time) : BackgroundService
{
    /// <summary>A third of WatchdogSec in the unit file.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (sensors.Quiet < LongestQuiet)
            {
                systemd.Notify(new ServiceState("WATCHDOG=1"));
            }

            await Task.Delay(Period, time, stoppingToken);
        }
    }
}
