using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Hosts.Charts;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Hosts.Charts;

[TestClass]
public sealed class GpuHistoryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [TestMethod]
    public void All_OfAGpu_AreTheApproved() => Assert.AreEqual(
        "ecc_volatile_corrected ecc_volatile_uncorrected remapped_rows_corrected remapped_rows_uncorrected memory_temperature_c sm_clock_mhz memory_clock_mhz nvlink_crc_errors nvlink_replays",
        string.Join(' ', GpuHistory.All.Select(metric => metric.Field)));

    [TestMethod]
    public void Limit_OfAMetric_IsWhatTheGpuAndTheRulesSay()
    {
        Assert.AreEqual(1, GpuHistory.Limit("ecc_volatile_uncorrected", new Gpu()));
        Assert.AreEqual(87, GpuHistory.Limit("temperature_c", new Gpu { SlowdownC = 87 }));
        Assert.IsNull(GpuHistory.Limit("temperature_c", new Gpu()));
        Assert.IsNull(GpuHistory.Limit("sm_clock_mhz", new Gpu()));
    }

    [TestMethod]
    public void Events_OfOneGpu_AreItsOwnOfTheTimeTheNewestFirst()
    {
        Condition[] conditions = [At("xid-79", "GPU-3", 5), At("ecc-uncorrected", "GPU-3", 2), At("xid-31", "GPU-4", 1), At("xid-48", "GPU-3", 90), At("agent-silent", "", 1)];

        Assert.AreEqual("ecc-uncorrected xid-79", string.Join(' ', ChartEvent.Of(conditions, "GPU-3", Now.AddHours(-1)).Select(found => found.Code)));
    }

    private static Condition At(string code, string gpu, int minutesAgo) => new() { Code = code, GpuUuid = gpu, FiredAt = Timestamp.FromDateTimeOffset(Now.AddMinutes(-minutesAgo)) };
}
