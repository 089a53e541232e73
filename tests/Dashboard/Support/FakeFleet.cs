using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using Health = SovereignFleet.Proto.Fleet.Health;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>A fleet of 16 hosts and 128 GPUs in two countries, with one of every trouble that the pages can show.</summary>
internal sealed class FakeFleet(TimeProvider time)
{
    private readonly Lock gate = new();

    /// <summary>No host is declared: the first-run state.</summary>
    public bool Empty { get; set; }

    /// <summary>The guard refuses every command that disturbs, and one waits for a second person.</summary>
    public bool GuardRefuses { get; set; }

    /// <summary>What yul1 is called; empty: as ever.</summary>
    public string SiteName { get; set; } = "";

    /// <summary>How many more Hosts there are in rack B09 of yul1.</summary>
    public int More { get; set; }

    /// <summary>A Window of yul1 is open.</summary>
    public bool WindowIsOpen { get; set; }

    /// <summary>Of the drains, those that many newer have followed: they are on no list, and found by their id alone.</summary>
    public HashSet<string> OldDrains { get; } = [];

    /// <summary>The streams stay open and send nothing more.</summary>
    public bool Frozen { get; set; }

    /// <summary>The journal's chain does not hold.</summary>
    public bool JournalIsForged { get; set; }

    /// <summary>A Host whose first GPU breaks at the next look; empty: none.</summary>
    public string Broken { get; set; } = "";

    /// <summary>A Host by another name.</summary>
    public (string Was, string Now) Renamed { get; set; } = ("", "");

    /// <summary>A Host that has fallen silent after two of its GPUs were lost and a third had an ECC error; empty: none.</summary>
    public string SilentAfterFaults { get; set; } = "";

    /// <summary>What the provider says of the ticket; empty: it took it.</summary>
    public string TicketRefusal { get; set; } = "";

    /// <summary>Of each Host: it has one network card less than it had on its first day.</summary>
    public ProfileView Profile { get; } = new()
    {
        Origin = ProfileOrigin.Learned,
        Since = time.GetUtcNow().AddDays(-9).ToTimestamp(),
        Expected = new HostProfile { Gpus = 8, GpuModel = "NVIDIA H100 80GB HBM3", Nics = 9, Disks = 4, PcieGeneration = 5, PcieWidth = 16, Nvlinks = 18 },
        Found = new HostProfile { Gpus = 8, GpuModel = "NVIDIA H100 80GB HBM3", Nics = 8, Disks = 4, PcieGeneration = 5, PcieWidth = 16, Nvlinks = 18 },
    };

    public List<Condition> Conditions { get; } = FakeTroubles.Conditions(time.GetUtcNow());

    /// <summary>The commands to the locator LED of gpu-yul1-06.</summary>
    public List<HostCommand> LedOrders { get; } = [];

    public List<Drain> Drains { get; } = FakeDrains.All(time.GetUtcNow());
    public List<Plan> Plans { get; } = FakePlans.All(time.GetUtcNow());

    /// <summary>Every call that changes something, as "method argument": what a page test looks at.</summary>
    public List<string> Calls { get; } = [];

    public T Locked<T>(Func<T> act)
    {
        lock (gate)
        {
            return act();
        }
    }

    public FleetSnapshot Snapshot()
    {
        var now = time.GetUtcNow();
        var snapshot = new FleetSnapshot { At = now.ToTimestamp() };
        if (Empty)
        {
            return snapshot;
        }

        snapshot.Sites.AddRange(FakeInventory.Sites(now));
        snapshot.Pools.AddRange(FakeInventory.Pools());
        snapshot.Hosts.AddRange(FakeInventory.Hosts(now));
        snapshot.Hosts.AddRange(FakeInventory.More(More, now));
        snapshot.Sites[0].Name = SiteName.Length > 0 ? SiteName : snapshot.Sites[0].Name;
        if (WindowIsOpen)
        {
            snapshot.Sites[0].NextWindowStart = now.AddHours(-1).ToTimestamp();
        }

        foreach (var host in snapshot.Hosts.Where(host => host.Name == "gpu-yul1-03" && GuardRefuses))
        {
            host.WaitingCommands.Add(FakeCommands.Waiting(now));
        }

        foreach (var host in snapshot.Hosts.Where(host => host.Name == Broken))
        {
            (host.Health, host.Headline, host.Gpus[0].Health) = (Health.Act, "GPU 0 has fallen off the bus (XID 79).", Health.Act);
        }

        foreach (var host in snapshot.Hosts.Where(host => host.Name == SilentAfterFaults))
        {
            FakeTroubles.Silence(host, now);
        }

        foreach (var host in snapshot.Hosts.Where(host => host.Name == Renamed.Was))
        {
            host.Name = Renamed.Now;
        }

        FakeProblems.Tell(snapshot, Conditions, Drains);
        snapshot.ConditionsFiring = (uint)Conditions.Count(condition => condition.State == ConditionState.Firing);
        snapshot.DrainsLive = (uint)Drains.Count(drain => drain.State is not (DrainState.Closed or DrainState.Cancelled));
        snapshot.TicketsOpen = 1;
        foreach (var site in snapshot.Sites)
        {
            site.ConditionsFiring = (uint)Conditions.Count(condition => condition.State == ConditionState.Firing && condition.SiteId == site.Id);
            site.TicketsOpen = site.Id == "yul1" ? 1U : 0U;
        }

        return snapshot;
    }

    public HostDetail? Detail(string name)
    {
        var now = time.GetUtcNow();
        var host = Snapshot().Hosts.FirstOrDefault(host => host.Name == name);
        if (host is null)
        {
            return null;
        }

        var detail = FakeInventory.Detail(host, now, Conditions);
        detail.Site.Name = detail.Site.Id == "yul1" && SiteName.Length > 0 ? SiteName : detail.Site.Name;
        detail.Profile = Profile.Clone();
        return detail;
    }
}
