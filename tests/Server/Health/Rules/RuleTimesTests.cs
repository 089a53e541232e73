using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Tests.Architecture;

namespace SovereignFleet.Tests.Server.Health.Rules;

/// <summary>How long each finding must last before it is told, and how long all must be well before it is over. What is a matter of being there or of being
/// readable comes and goes: each of these has both.</summary>
[TestClass]
public sealed class RuleTimesTests
{
    // rule, hold, keep; seconds
    private const string Approved = """
        agent-never-heard 0 0
        agent-silent 0 120
        bmc-log 0 0
        bmc-sensor-critical 0 30
        bmc-unreachable 60 180
        certificate-superseded 0 3600
        ecc-uncorrected 0 60
        fabric-state 300 300
        gpu-claimed 0 0
        gpu-lost 0 180
        gpu-temperature 30 60
        gpu-unreadable 60 180
        gpu-xid 0 0
        gpus-blind 120 180
        hardware-slowdown 60 300
        host-duplicated 0 600
        host-event 0 0
        host-profile 60 180
        inference-down 120 180
        nvlink-down 60 300
        nvlink-errors 0 600
        pcie-degraded 60 300
        power-brake 30 300
        recovery-action 0 0
        repair-pending 0 0
        retired-pages-pending 0 0
        row-remap-failure 0 0
        row-remap-pending 0 0
        sensor-failed 60 180
        spare-rows 0 0
        sram-threshold 0 0
        """;

    [TestMethod]
    public void Rules_EachHold_AndKeep_IsTheApproved()
    {
        Assert.AreEqual(Approved.ReplaceLineEndings("\n"), string.Join('\n', Rules().Select(rule => $"{rule.Name} {rule.Hold.TotalSeconds} {rule.Keep.TotalSeconds}")));
    }

    [TestMethod]
    public void Page_OfTheRules_ListsThemAllWithTheirTimes()
    {
        // | `gpu-lost` | ... | 0 s | 180 s | it is read |
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "health.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => $"{cells[1].Trim('`')}, {cells[^4]}, {cells[^3]}");

        Assert.AreSequenceEqual(Rules().Select(rule => $"{rule.Name}, {rule.Hold.TotalSeconds} s, {rule.Keep.TotalSeconds} s"), rows.Order(StringComparer.Ordinal));
    }

    private static RuleIdentity[] Rules()
    {
        using var services = new ServiceCollection().AddOptions().AddSingleton<XidPolicy>().AddHealthRules().BuildServiceProvider();
        return
        [
            .. services.GetServices<IHealthRule>().Select(rule => rule.Identity).Append(AgentSilentRule.Identity).Append(AgentNeverHeardRule.Identity)
                .OrderBy(rule => rule.Name, StringComparer.Ordinal),
        ];
    }
}
