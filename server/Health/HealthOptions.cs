using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Health;

/// <summary>Section <c>Health</c>.</summary>
internal sealed class HealthOptions : IServerOptions
{
    /// <summary>How long a declared Host may wait for its agent, counted anew from each agent that enrolls in its Site; zero: for ever.</summary>
    public TimeSpan Installation { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long the console of a Host that fell silent is watched by its BMC gateway, without a person's order; zero: not at all.</summary>
    public TimeSpan ConsoleCapture { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<string> Faults()
    {
        if (Installation < TimeSpan.Zero)
        {
            yield return "Health:Installation must not be less than zero.";
        }

        if (ConsoleCapture != TimeSpan.Zero && (ConsoleCapture < TimeSpan.FromSeconds(1) || ConsoleCapture > TimeSpan.FromMinutes(10)))
        {
            yield return "Health:ConsoleCapture must be one second to ten minutes, or zero.";
        }
    }
}
