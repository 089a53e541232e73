using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class BmcTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task IpmiSim_AskedOverTheLan_ShowsSensorsBoardAndLight()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var bmc = await IpmiSim.StartAsync(stage, "node01", cancellation);

        Assert.Contains("SN-node01", await bmc.AskAsync("fru", cancellation));
        bmc.Set("cpu_temp", 77);
        await Until.Async(
            "the sensor follows",
            stop => bmc.AskAsync("sdr elist", stop),
            text => text.Contains("77 degrees C", StringComparison.Ordinal) && text.Contains("8500 RPM", StringComparison.Ordinal)
                && text.Contains("600 Watts", StringComparison.Ordinal) && text.Contains("Presence detected", StringComparison.Ordinal),
            cancellation);

        Assert.IsFalse(bmc.IdentifyIsOn);
        await bmc.AskAsync("chassis identify force", cancellation);
        Assert.IsTrue(bmc.IdentifyIsOn, string.Join('\n', bmc.Chassis));
        await bmc.AskAsync("chassis identify 0", cancellation);
        Assert.IsFalse(bmc.IdentifyIsOn, string.Join('\n', bmc.Chassis));
    }
}
