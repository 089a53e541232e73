using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

[TestClass]
public sealed class AgentUnitTests(TestContext context)
{
    private const double MostExposure = 3.0;

    [TestMethod]
    public async Task Unit_JudgedBySystemd_IsNoMoreExposedThanItMustBe()
    {
        Needs.Programs("systemd-analyze");
        await using var stage = new Stage(context.WriteLine);

        var judged = stage.Start(new Launch(
            "systemd-analyze", "systemd-analyze", "security", "--offline=true", "--no-pager",
            Path.Combine(ProductTree.Root, "deploy", "sovereignfleet-agent.service")));
        Assert.AreEqual(0, await judged.ExitAsync(context.CancellationToken), judged.Output);

        // → Overall exposure level for sovereignfleet-agent.service: 2.3 OK :-)
        var verdict = judged.Output.Split('\n').Single(line => line.Contains("Overall exposure level", StringComparison.Ordinal));
        var exposure = double.Parse(verdict.Split("service: ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.IsLessThanOrEqualTo(MostExposure, exposure, judged.Output);
    }

    [TestMethod]
    [DataRow("sovereignfleet-agent.service")]
    [DataRow("sovereignfleet-gpu-reset@.service")]
    public async Task Unit_ReadBySystemd_HasNoSettingThatItDoesNotKnow(string unit)
    {
        Needs.Programs("systemd-analyze");
        await using var stage = new Stage(context.WriteLine);

        var read = stage.Start(new Launch("systemd-analyze", "systemd-analyze", "verify", "--man=no", Path.Combine(ProductTree.Root, "deploy", unit)));
        await read.ExitAsync(context.CancellationToken);

        // The agent need not be installed where its unit is looked at.
        var faults = read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("sovereignfleet", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join('\n', faults));
    }
}
