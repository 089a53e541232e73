using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

/// <summary>The units as they ship.</summary>
[TestClass]
public sealed class DeployedUnitTests(TestContext context)
{
    private const double MostExposure = 3.0;

    [TestMethod]
    [DataRow("sovereignfleet-agent.service")]
    [DataRow("sovereignfleet-dashboard.service")]
    [DataRow("sovereignfleet-gpu-reset@.service")]
    [DataRow("sovereignfleet-journal-sink@.service")]
    [DataRow("sovereignfleet-server.service")]
    public async Task Unit_JudgedBySystemd_IsNoMoreExposedThanItMustBe(string unit)
    {
        Needs.Programs("systemd-analyze");
        await using var stage = new Stage(context.WriteLine);

        var judged = stage.Start(new Launch(
            "systemd-analyze", "systemd-analyze", "security", "--offline=true", "--no-pager",
            Path.Combine(ProductTree.Root, "deploy", unit)));
        Assert.AreEqual(0, await judged.ExitAsync(context.CancellationToken), judged.Output);

        // → Overall exposure level for sovereignfleet-agent.service: 2.3 OK :-)
        var verdict = judged.Output.Split('\n').Single(line => line.Contains("Overall exposure level", StringComparison.Ordinal));
        var exposure = double.Parse(verdict.Split(".service: ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.IsLessThanOrEqualTo(MostExposure, exposure, judged.Output);
    }

    [TestMethod]
    [DataRow("sovereignfleet-agent.service")]
    [DataRow("sovereignfleet-dashboard.service")]
    [DataRow("sovereignfleet-gpu-reset@.service")]
    [DataRow("sovereignfleet-journal-sink@.service")]
    [DataRow("sovereignfleet-journal-sink.socket")]
    [DataRow("sovereignfleet-server.service")]
    public async Task Unit_ReadBySystemd_HasNoSettingThatItDoesNotKnow(string unit)
    {
        Needs.Programs("systemd-analyze");
        await using var stage = new Stage(context.WriteLine);

        var read = stage.Start(new Launch("systemd-analyze", "systemd-analyze", "verify", "--man=no", Path.Combine(ProductTree.Root, "deploy", unit)));
        await read.ExitAsync(context.CancellationToken);

        // The program need not be installed where its unit is looked at.
        var faults = read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("sovereignfleet", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join('\n', faults));
    }

    /// <summary>Whoever reaches the admin socket sends the requests of the Pool wherever they like, and it asks for no password.</summary>
    [TestMethod]
    public void HaProxy_AsItShips_HasItsAdminSocketOnNoNetwork()
    {
        var sockets = File.ReadAllLines(Path.Combine(ProductTree.Root, "deploy", "haproxy.cfg")).Select(line => line.Trim())
            .Where(line => line.StartsWith("stats socket", StringComparison.Ordinal)).ToArray();

        Assert.AreEqual("stats socket /run/haproxy/admin.sock mode 660 level admin", string.Join('\n', sockets));
    }
}
