using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Overview.Problems;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Overview;

/// <summary>What the fleet looks like in the database at one instant.</summary>
internal sealed record FleetRecords
{
    public required DateTimeOffset At { get; init; }
    public required LivenessAt Liveness { get; init; }
    public required IReadOnlyList<Site> Sites { get; init; }
    public required ILookup<string, MaintenanceWindow> Windows { get; init; }
    public IReadOnlyList<Blackout> Blackouts { get; init; } = [];
    public required IReadOnlyList<Pool> Pools { get; init; }
    public required IReadOnlyList<Fleet.Host> Hosts { get; init; }
    /// <summary>Those that were retired and of which an Alert is open all the same: who was called to one may be on the way.</summary>
    public IReadOnlyList<Fleet.Host> FormerHosts { get; init; } = [];
    public required ILookup<Guid, Gpu> Gpus { get; init; }
    public required IReadOnlyDictionary<Guid, HostHeartbeat> Heartbeats { get; init; }
    /// <summary>Firing only.</summary>
    public required ILookup<Guid, Condition> Conditions { get; init; }
    public required IReadOnlyDictionary<HostGpu, Risk> Risks { get; init; }
    /// <summary>Live ones, by Host.</summary>
    public required IReadOnlyDictionary<Guid, Drain> Drains { get; init; }
    /// <summary>The first work of each live Drain that is not proven.</summary>
    public required IReadOnlyDictionary<Guid, WorkStep> WorkAtHand { get; init; }
    /// <summary>Open ones.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }
    /// <summary>Those that wait for a second person, by Host, the oldest first.</summary>
    public required ILookup<Guid, AgentCommand> WaitingCommands { get; init; }
    public required IReadOnlySet<Guid> Reserved { get; init; }
    /// <summary>Of these, the ones that a command disturbs.</summary>
    public required IReadOnlySet<Guid> HeldByCommands { get; init; }
    public required int PredictionsReserved { get; init; }
    /// <summary>By Site.</summary>
    public required IReadOnlyDictionary<string, int> TicketsOpen { get; init; }

    /// <summary>Null: the Host has no live Drain.</summary>
    public DrainStanding? Standing(Guid hostId) =>
        Drains.GetValueOrDefault(hostId) is { } drain ? new DrainStanding(drain, WorkAtHand.GetValueOrDefault(drain.Id)) : null;

    public PoolCount Count(Pool pool) => new()
    {
        PoolId = pool.Id,
        Jurisdiction = pool.Jurisdiction,
        Required = pool.Required,
        Spare = pool.Spare,
        Hosts = [.. from host in Hosts
                    where host.PoolId == pool.Id
                    select new CountedHost(host.Id, host.Name, Sites.First(site => site.Id == host.SiteId).Jurisdiction, host.ServiceState,
                        Heartbeats.GetValueOrDefault(host.Id)?.HeardAt, Reserved.Contains(host.Id),
                        Conditions[host.Id].Where(condition => FaultCatalog.EndsService.Contains(condition.Code)).OrderBy(condition => condition.FiredAt)
                            .Select(condition => condition.Sentence).FirstOrDefault())
                    {
                        HeldByCommand = HeldByCommands.Contains(host.Id),
                        TargetFault = host.TargetFault,
                        Unread = Heartbeats.GetValueOrDefault(host.Id),
                    }],
        Predictions = PredictionsReserved,
        FleetSize = Hosts.Count,
    };
}
