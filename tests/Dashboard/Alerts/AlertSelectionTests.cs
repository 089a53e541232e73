using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Alerts;
using SovereignFleet.Dashboard.Fleet.Summary;
using SovereignFleet.Proto.Fleet;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Alerts;

/// <summary>The page, the badge and the first page's panel count the same, whatever is held, is of a Host that was sold, or is of the server itself.</summary>
[TestClass]
public sealed class AlertSelectionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(null, 4)]
    [DataRow("", 4)]
    [DataRow("yul1", 3)]
    [DataRow("fra2", 0)]
    public void Rows_OfWhatIsHeldSoldOrTheServers_AreAsManyAsTheProblems(string? site, int count)
    {
        var fleet = new FleetSnapshot
        {
            Sites = { new Site { Id = "yul1" }, new Site { Id = "fra2" } },
            Hosts = { new Host { Name = "a", SiteId = "yul1", PoolId = "llm" } },
            Problems =
            {
                new Problem { Id = "a", HostName = "a", SiteId = "yul1", AlertIds = { "held" } },
                new Problem { Id = "sold-01", HostName = "sold-01", SiteId = "yul1", AlertIds = { "ticket" } },
                new Problem { Id = "pool/llm", PoolId = "llm", AlertIds = { "short" } },
                new Problem { Id = "server", AlertIds = { "journal" } },
            },
        };
        Alert[] open =
        [
            new() { Id = "held", HostName = "a", Firing = true, HeldSince = Now.ToTimestamp(), StartedAt = Now.ToTimestamp() },
            new() { Id = "ticket", HostName = "sold-01", Firing = true, StartedAt = Now.ToTimestamp() },
            new() { Id = "short", PoolId = "llm", Firing = true, StartedAt = Now.ToTimestamp() },
            new() { Id = "journal", Firing = true, StartedAt = Now.ToTimestamp() },
        ];

        var listed = AlertSelection.Listed(open, withResolved: false, null, site, fleet, Now);
        var rows = AlertGroup.Of(listed, AlertSelection.Problems(site, fleet));

        Assert.HasCount(count, rows);
        Assert.HasCount(count, FleetNeeds.ProblemsOf(fleet, site));
    }

    [TestMethod]
    public void Place_OfAHostThatWasSold_LeadsToWhatBecameOfIt()
    {
        var row = new AlertGroup(new Problem { HostName = "sold-01", SiteId = "yul1" }, []);

        Assert.AreEqual("/journal?host=sold-01", AlertPlace.Of(row, new FleetSnapshot()).Url);
    }
}
