using SovereignFleet.Dashboard.Drains.Next;
using SovereignFleet.Dashboard.Fleet.Summary;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;
using Health = SovereignFleet.Proto.Fleet.Health;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Fleet.Summary;

[TestClass]
public sealed class FleetNeedsTests
{
    [TestMethod]
    public void Of_AFleetInTrouble_PutsWhatWaitsForAPersonFirst()
    {
        var fleet = new FleetSnapshot
        {
            Sites = { new Site { Id = "yul1" } },
            Hosts = { Host("a", Health.Watch), Host("b", Health.Act, DrainState.Draining), Host("c", Health.Act), Host("d", Health.Ok, DrainState.Proposed), Host("e", Health.Ok) },
            Problems = { Problem("b", Severity.Critical), Problem("c", Severity.Critical) },
        };

        var needs = Of(fleet, null);

        Assert.AreEqual("d c b a", string.Join(' ', needs.Select(need => need.Title)));
        Assert.AreEqual(NextKind.Approve, needs[0].Next.Kind);
        Assert.AreEqual(NextKind.Propose, needs[1].Next.Kind);
        Assert.AreEqual(NextKind.Follow, needs[2].Next.Kind);
    }

    [TestMethod]
    public void Of_ACommandThatWaitsForASecondPerson_IsADecisionInTheFirstRowOfItsHost()
    {
        var fleet = new FleetSnapshot
        {
            Sites = { new Site { Id = "yul1" } },
            Hosts = { Host("a", Health.Act), Host("b", Health.Act), Host("c", Health.Ok) },
            Problems = { Problem("a", Severity.Critical), Problem("b", Severity.Critical), Problem("b", Severity.Warning) },
        };
        fleet.Problems[2].Id = "b/GPU-1";
        fleet.Hosts[1].WaitingCommands.Add(new HostCommand { Id = "one" });
        fleet.Hosts[2].WaitingCommands.Add(new HostCommand { Id = "two" });

        var needs = Of(fleet, null);

        Assert.AreEqual("b:1 b:0 c:1 a:0", string.Join(' ', needs.Select(need => $"{need.Title}:{need.Waiting.Count}")));
    }

    [TestMethod]
    public void ProblemsOf_OneSite_AreItsHostsAndItsPools()
    {
        var fleet = new FleetSnapshot
        {
            Hosts = { Host("a", Health.Act), Host("z", Health.Act) },
            Problems = { Problem("a", Severity.Critical), Problem("z", Severity.Critical), new Problem { Id = "pool/llm", PoolId = "llm" }, new Problem { Id = "server" } },
        };
        (fleet.Hosts[1].SiteId, fleet.Hosts[1].PoolId, fleet.Problems[1].SiteId) = ("fra2", "other", "fra2");

        Assert.AreEqual("a pool/llm", string.Join(' ', FleetNeeds.ProblemsOf(fleet, "yul1").Select(problem => problem.Id)));
        Assert.HasCount(4, FleetNeeds.ProblemsOf(fleet, null));
    }

    [TestMethod]
    [DataRow(9U, "2 can go")]
    [DataRow(7U, "none can go")]
    [DataRow(6U, "1 too few")]
    public void Headroom_OfAPool_IsWhatIsLeftOverInWords(uint available, string expected) =>
        Assert.AreEqual(expected, Headroom.Of(new Pool { Available = available, Required = 6, Spare = 1 }));

    private static IReadOnlyList<FleetNeed> Of(FleetSnapshot fleet, string? site)
    {
        using var person = new SignedIn(new SignOuts());
        person.Update(new Person { Name = "ada", Role = Role.OnCall });
        return FleetNeeds.Of(fleet, site, person);
    }

    private static Host Host(string name, Health health, DrainState? drain = null) => new()
    {
        Name = name,
        SiteId = "yul1",
        PoolId = "llm",
        Health = health,
        Liveness = Liveness.Live,
        ServiceState = drain == DrainState.Draining ? ServiceState.Draining : ServiceState.InService,
        DrainId = drain is null ? "" : "drain-" + name,
        Drain = drain is { } state ? new DrainBrief { Id = "drain-" + name, State = state } : null,
    };

    private static Problem Problem(string host, Severity severity) => new() { Id = host, HostName = host, SiteId = "yul1", Severity = severity, Headline = "GPU 3 is lost.", AsksForDrain = true };
}
