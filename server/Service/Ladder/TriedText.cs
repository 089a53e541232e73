using System.Globalization;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>What machines tried on a Host, for a person. Pure.</summary>
internal static class TriedText
{
    /// <summary>"GPU 3 reset twice, host rebooted once". Empty: nothing was tried. What never reached the machine is not counted.</summary>
    public static string Summary(IReadOnlyList<TriedWork> tried, Func<string, string> nameOf) => string.Join(", ", tried
        .Where(one => one.Reached).GroupBy(one => (one.Kind, one.Target)).OrderBy(same => same.Key.Kind)
        .Select(same => $"{Did(same.Key.Kind, same.Key.Target, nameOf)} {LadderBounds.Times(same.Count())}"));

    /// <summary>One sentence.</summary>
    public static string Line(TriedWork tried, Func<string, string> nameOf) => string.Create(
        CultureInfo.InvariantCulture, $"{tried.BegunAt.UtcDateTime:yyyy-MM-dd HH:mm'Z'} {Did(tried.Kind, tried.Target, nameOf)}: {Outcome(tried)}");

    public static string Outcome(TriedWork tried) => tried switch
    {
        { Helped: true } => "proven, and the host went back to service",
        { IsProven: true, Helped: false } => "proven, and it did not mend the host",
        { IsProven: true } => "proven; whether it mended the host is not known",
        { Reached: false } => "it did not reach the machine",
        { Helped: false } => "it was not proven",
        _ => "under way",
    };

    private static string Did(WorkKind kind, string? target, Func<string, string> nameOf) => kind switch
    {
        WorkKind.RestartUnit => $"{target} restarted",
        WorkKind.ResetGpu => $"{nameOf(target ?? "")} reset",
        WorkKind.Reboot => "host rebooted",
        WorkKind.PowerCycle => "host power-cycled",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No machine does it by itself."),
    };
}
