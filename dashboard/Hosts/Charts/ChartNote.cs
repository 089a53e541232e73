using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>Why a chart cannot be drawn, in place of a chart of what is not known.</summary>
internal static class ChartNote
{
    /// <summary>Null: every GPU's series is there, and one of them has a reading at least.</summary>
    public static string? Of(IReadOnlyList<Answer<GetTelemetryResponse>> answers)
    {
        var all = answers.All(answer => answer.Value is not null);
        return all && answers.Any(answer => !answer.Value!.Mean.All(double.IsNaN))
            ? null
            : answers.FirstOrDefault(answer => answer.Fault is not null).Fault?.What ?? "No reading in this time yet.";
    }
}
