using SovereignFleet.Dashboard.Hosts.Charts;

namespace SovereignFleet.Tests.Dashboard.Hosts.Charts;

/// <summary>The charts that every Host's page begins with: they take room, so a new one is seen in review.</summary>
[TestClass]
public sealed class ChartMetricTests
{
    [TestMethod]
    public void All_OfTheCatalogue_AreTheApproved() => Assert.AreEqual(
        "GPU temperature: temperature_c, °C from ? to ?\n"
        + "Power: power_mw / 1000, W from 0 to ?\n"
        + "Busy: gpu_utilization_percent, % from 0 to 100\n"
        + "Memory used: memory_used_bytes / 1073741824, GiB from 0 to ?",
        string.Join('\n', ChartMetric.All.Select(Words)));

    private static string Words(ChartMetric metric) =>
        $"{metric.Title}: {metric.Field}{(metric.Divisor > 1 ? $" / {metric.Divisor}" : "")}, {metric.Unit} from {End(metric.Low)} to {End(metric.High)}";

    private static string End(double? end) => end is { } there ? $"{there}" : "?";
}
