namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>What "promtool check metrics" says of names that dcgm-exporter and ipmi_exporter gave, and that their users' dashboards and rules
/// ask for: docs/metrics.md lists the same. Of a name of our own nothing is accepted.</summary>
internal static class PromtoolComplaints
{
    private const string Dcgm = "DCGM_";

    /// <summary>The beginning of the metric's name, and all that is said of it.</summary>
    private static readonly (string Name, string Complaint)[] Accepted =
    [
        (Dcgm, "counter metrics should have \"_total\" suffix"),
        (Dcgm, "label names should be written in 'snake_case' not 'camelCase'"),
        ("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "metric name should not include type 'counter'"),
        ("ipmi_sel_entries_count", "non-histogram and non-summary metrics should not have \"_count\" suffix"),
    ];

    // DCGM_FI_DEV_GPU_TEMP label names should be written in 'snake_case' not 'camelCase'
    public static bool IsAccepted(string line) => line.Split(' ', 2) is [var name, var complaint]
        && Array.Exists(Accepted, one => name.StartsWith(one.Name, StringComparison.Ordinal) && complaint == one.Complaint);
}
