using SovereignFleet.Simulator;
using SovereignFleet.Simulator.Plan;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

[TestClass]
public sealed class FleetPlanTests(TestContext context)
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(16)]
    [DataRow(64)]
    public void Of_AnyNumberOfHosts_OneDrainOfEachPoolIsAffordable(int hosts)
    {
        var plan = FleetPlan.Of(new SimulatorOptions { Hosts = hosts });

        Assert.AreEqual(hosts, plan.Hosts.Count());
        Assert.AreEqual(hosts, plan.Hosts.Select(host => host.InferencePort).Distinct().Count());
        Assert.AreEqual(hosts, plan.Hosts.Select(host => (host.Site, host.Rack, host.U)).Distinct().Count());
        foreach (var site in plan.Sites)
        {
            // The guard: after one Host is reserved, the rest covers what is required and the spare.
            Assert.IsGreaterThanOrEqualTo(site.Required + site.Spare, site.Hosts.Count - 1);
        }
    }

    [TestMethod]
    public async Task BalancerFile_RealHaProxy_AcceptsIt()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(context.WriteLine);
        var plan = FleetPlan.Of(new SimulatorOptions());
        var file = stage.Write("haproxy.cfg", BalancerFile.Text(plan, Path.Combine(stage.Root, "admin.sock")));

        var haproxy = stage.Start(new Launch("haproxy", "haproxy", "-c", "-f", file));

        Assert.AreEqual(0, await haproxy.ExitAsync(context.CancellationToken), haproxy.Output);
    }
}
