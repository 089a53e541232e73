using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Overview.Problems;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Windows;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>The fleet as the API shows it.</summary>
internal static class FleetMapper
{
    public static Wire.FleetSnapshot Map(FleetRecords fleet, SiteScope scope)
    {
        var hosts = fleet.Hosts.Where(host => scope.Includes(host.SiteId)).ToList();
        return new Wire.FleetSnapshot
        {
            At = fleet.At.ToTimestamp(),
            Sites = { fleet.Sites.Where(site => scope.Includes(site.Id)).Select(site => Map(fleet, site)) },
            // A Pool is counted whole, also where only a part of it stands in the scope.
            Pools = { fleet.Pools.Where(pool => scope.IsAll || hosts.Exists(host => host.PoolId == pool.Id)).Select(pool => Map(fleet, pool)) },
            Hosts = { hosts.Select(host => Map(fleet, host)) },
            ConditionsFiring = Firing(fleet, hosts),
            DrainsLive = (uint)hosts.Count(host => fleet.Drains.ContainsKey(host.Id)),
            TicketsOpen = (uint)fleet.TicketsOpen.Where(ofSite => scope.Includes(ofSite.Key)).Sum(ofSite => ofSite.Value),
            Problems = { ProblemsOf(fleet, hosts, scope) },
        };
    }

    public static Wire.Site Map(FleetRecords fleet, Site site)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        Blackout[] blackouts = [.. fleet.Blackouts.Where(blackout => blackout.SiteId is null || blackout.SiteId == site.Id)];
        var next = MaintenanceCalendar.NextWindow(fleet.Windows[site.Id], blackouts, zone, fleet.At);
        return new Wire.Site
        {
            Id = site.Id,
            Name = site.Name,
            Jurisdiction = site.Jurisdiction,
            TimeZone = site.TimeZone,
            NextWindowStart = next?.Start.ToTimestamp(),
            NextWindowEnd = next?.End.ToTimestamp(),
            ConditionsFiring = Firing(fleet, fleet.Hosts.Where(host => host.SiteId == site.Id)),
            TicketsOpen = (uint)fleet.TicketsOpen.GetValueOrDefault(site.Id),
        };
    }

    public static Wire.Pool Map(FleetRecords fleet, Pool pool)
    {
        var count = fleet.Count(pool);
        // No Host in particular: only the counts are wanted.
        var verdict = CapacityRule.Judge(count, Guid.Empty, ReservationCause.Person, fleet.Liveness);
        return new Wire.Pool
        {
            Id = pool.Id,
            Name = pool.Name,
            Jurisdiction = pool.Jurisdiction,
            Required = (uint)pool.Required,
            Spare = (uint)pool.Spare,
            Hosts = (uint)count.Hosts.Count,
            Available = (uint)verdict.Available,
            Reserved = (uint)verdict.Reserved,
            Target = pool.Target,
            AutomaticApproval = pool.AutomaticApproval,
        };
    }

    public static Wire.Host Map(FleetRecords fleet, Fleet.Host host)
    {
        var heartbeat = fleet.Heartbeats.GetValueOrDefault(host.Id);
        var readings = Readings(heartbeat);
        var conditions = fleet.Conditions[host.Id];
        var gpus = fleet.Gpus[host.Id].ToArray();
        var inventory = HostFactsMapper.InventoryOf(host);
        var risks = gpus.Select(gpu => fleet.Risks.GetValueOrDefault(new HostGpu(host.Id, gpu.Uuid))).OfType<Prediction.Risk>();
        var liveness = fleet.Liveness.Of(heartbeat?.HeardAt);
        var (health, headline) = HealthVerdict.OfHost(liveness, conditions, risks);
        return new Wire.Host
        {
            Id = host.Id.ToString(),
            Name = host.Name,
            SiteId = host.SiteId,
            Rack = host.Rack,
            U = (uint)host.U,
            PoolId = host.PoolId ?? "",
            Health = Map(health),
            Headline = headline,
            ServiceState = Map(host.ServiceState),
            LastHeard = heartbeat?.HeardAt.ToTimestamp(),
            DrainId = fleet.Drains.GetValueOrDefault(host.Id)?.Id.ToString() ?? "",
            Liveness = Map(liveness),
            Drain = fleet.Standing(host.Id) is { } standing ? ProblemMapper.Map(standing) : null,
            AssetTag = host.AssetTag ?? "",
            DriverVersion = HostFactsMapper.DriverVersion(inventory),
            WaitingCommands = { fleet.WaitingCommands[host.Id].Select(command => CommandReader.Map(command, host.Name, [])) },
            Gpus =
            {
                gpus.Select(gpu => GpuMapper.Map(gpu, inventory.Gpus.FirstOrDefault(info => info.Uuid == gpu.Uuid), readings.GetValueOrDefault(gpu.Uuid), conditions.Where(condition => condition.GpuUuid == gpu.Uuid),
                    fleet.Risks.GetValueOrDefault(new HostGpu(host.Id, gpu.Uuid)), liveness)),
            },
        };
    }

    // Of a Pool, who has a Host in it; of the server itself, who sees the whole fleet: as the alerts are told.
    private static IEnumerable<Wire.Problem> ProblemsOf(FleetRecords fleet, List<Fleet.Host> hosts, SiteScope scope)
    {
        var byId = hosts.Concat(fleet.FormerHosts.Where(host => scope.Includes(host.SiteId))).ToDictionary(host => host.Id);
        var problems = ProblemFold.Of(
            [.. hosts.SelectMany(host => fleet.Conditions[host.Id])],
            [.. fleet.Alerts.Where(alert => alert.HostId is { } host ? byId.ContainsKey(host) : scope.IsAll || hosts.Exists(member => member.PoolId == alert.PoolId && alert.PoolId is not null))],
            host => fleet.Liveness.Of(fleet.Heartbeats.GetValueOrDefault(host)?.HeardAt) is Liveness.Silent or Liveness.NeverHeard);
        return problems.Select(problem => problem.Subject.HostId is { } id
            ? ProblemMapper.Map(problem, byId[id], fleet.Gpus[id].FirstOrDefault(gpu => gpu.Uuid == problem.Subject.GpuUuid), fleet.Standing(id))
            : ProblemMapper.Map(problem, null, null, null));
    }

    private static uint Firing(FleetRecords fleet, IEnumerable<Fleet.Host> hosts) => (uint)hosts.Sum(host => fleet.Conditions[host.Id].Count());

    private static Dictionary<string, GpuReading> Readings(HostHeartbeat? heartbeat) => heartbeat?.Frame is { } frame
        ? Frame.Parser.ParseFrom(frame).Gpus.DistinctBy(reading => reading.Uuid).ToDictionary(reading => reading.Uuid)
        : [];

    public static Wire.Health Map(HealthState health) => health switch
    {
        HealthState.Unknown => Wire.Health.Unknown,
        HealthState.Ok => Wire.Health.Ok,
        HealthState.Watch => Wire.Health.Watch,
        HealthState.Act => Wire.Health.Act,
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "There is no such word."),
    };

    private static Wire.Liveness Map(Liveness liveness) => liveness switch
    {
        Liveness.NeverHeard => Wire.Liveness.NeverHeard,
        Liveness.Live => Wire.Liveness.Live,
        Liveness.Late => Wire.Liveness.Late,
        Liveness.Silent => Wire.Liveness.Silent,
        _ => throw new ArgumentOutOfRangeException(nameof(liveness), liveness, "There is no such liveness."),
    };

    private static Wire.ServiceState Map(ServiceState state) => state switch
    {
        ServiceState.InService => Wire.ServiceState.InService,
        ServiceState.Draining => Wire.ServiceState.Draining,
        ServiceState.InRepair => Wire.ServiceState.InRepair,
        ServiceState.Out => Wire.ServiceState.Out,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of service."),
    };
}
