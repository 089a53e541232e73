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

        Assert.AreEqual("ecc-uncorrected xid-79", string.Join(' ', ChartEvent.OfGpu(ChartEvent.Of(conditions, [], Now.AddHours(-1)), "GPU-3").Select(found => found.Code)));
    }

    // XIDs that no rule judges were nowhere on the axis.
    [TestMethod]
    public void Events_ThatNothingFiredFor_AreMarkedAndOfOthersTheirConditionAlone()
    {
        Condition[] conditions = [At("xid-79", "GPU-3", 5)];
        HostEvent[] events = [Seen("xid", 79, "GPU-3", 5), Seen("xid", 13, "GPU-3", 20), Seen("xid", 79, "GPU-4", 5), Seen("gpu_reset", 0, "GPU-3", 1), Seen("reboot", 0, "", 2), Seen("xid", 31, "GPU-3", 90)];

        var all = ChartEvent.Of(conditions, events, Now.AddHours(-1));

        Assert.AreEqual("gpu_reset reboot xid-79 XID 79 XID 13", string.Join(' ', all.Select(found => found.Code)));
        Assert.AreEqual("gpu_reset reboot xid-79 XID 13", string.Join(' ', ChartEvent.OfGpu(all, "GPU-3").Select(found => found.Code)));
    }

    [TestMethod]
    public void Limit_OfSeveralGpus_IsTheOneThatTheyShare()
    {
        var (one, other) = (new Gpu { SlowdownC = 87, PowerLimitW = 700, MemoryMaxC = 95 }, new Gpu { SlowdownC = 87, PowerLimitW = 600 });

        Assert.AreEqual(87, GpuHistory.Limit("temperature_c", [one, other]));
        Assert.IsNull(GpuHistory.Limit("power_mw", [one, other]));
        Assert.IsNull(GpuHistory.Limit("power_mw", []));
        Assert.AreEqual(700, GpuHistory.Limit("power_mw", [one]));
        Assert.AreEqual(95, GpuHistory.Limit("memory_temperature_c", one));
        Assert.IsNull(GpuHistory.Limit("memory_temperature_c", other));
    }

    private static HostEvent Seen(string kind, int code, string gpu, int minutesAgo) =>
        new() { Kind = kind, Code = code, GpuUuid = gpu, At = Timestamp.FromDateTimeOffset(Now.AddMinutes(-minutesAgo)), Count = 1, Text = "as it was read" };

    private static Condition At(string code, string gpu, int minutesAgo) => new() { Code = code, GpuUuid = gpu, FiredAt = Timestamp.FromDateTimeOffset(Now.AddMinutes(-minutesAgo)) };
}
