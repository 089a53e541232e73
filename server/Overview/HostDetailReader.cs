using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Audit;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Profiles;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>All that is shown of one Host.</summary>
internal sealed class HostDetailReader(FleetSnapshots snapshots, IDbContextFactory<FleetDb> contexts)
{
    private const int JournalEntries = 50;

    /// <summary>Null: there is no such Host.</summary>
    public async Task<Wire.HostDetail?> ReadAsync(string hostName, CancellationToken cancellationToken)
    {
        var (fleet, snapshot) = await snapshots.GetAsync(cancellationToken);
        var host = fleet.Hosts.FirstOrDefault(host => host.Name == hostName);
        if (host is null)
        {
            return null;
        }

        var detail = new Wire.HostDetail
        {
            At = snapshot.At,
            Host = snapshot.Hosts.First(wire => wire.Name == hostName),
            Site = snapshot.Sites.First(site => site.Id == host.SiteId),
            Pool = snapshot.Pools.FirstOrDefault(pool => pool.Id == host.PoolId),
            Facts = HostFactsMapper.Map(host),
        };
        var heartbeat = fleet.Heartbeats.GetValueOrDefault(host.Id);
        if (heartbeat?.Frame is not null)
        {
            AddFrame(detail, Frame.Parser.ParseFrom(heartbeat.Frame));
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gateway = await db.GatewayBmcs.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken);
        detail.Profile = await ProfilesService.ReadAsync(db, host, cancellationToken);
        BmcMapper.Put(detail, heartbeat, gateway, host, fleet.Hosts);
        var open = db.Conditions.AsNoTracking().Where(condition => condition.HostId == host.Id && condition.State != ConditionState.Resolved);
        detail.Conditions.AddRange(await ConditionsService.MapAsync(db, open, cancellationToken));
        var journal = await db.JournalEntries.AsNoTracking().Where(entry => entry.HostId == host.Id)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(JournalEntries).ToListAsync(cancellationToken);
        detail.Journal.AddRange(journal.Select(entry => JournalService.Map(entry, hostName)));
        return detail;
    }

    private static void AddFrame(Wire.HostDetail detail, Frame frame)
    {
        detail.Inference.AddRange(frame.Inference.Select(Map));
        detail.Sensors.AddRange(frame.Sensors.Select(sensor => new Wire.SensorView { Name = sensor.Name, Outcome = ToWire(sensor.Outcome), Reason = sensor.Reason }));
    }

    // A newer agent may know more ways to fare than this server.
    private static Wire.SensorOutcome ToWire(SensorStatus.Types.Outcome outcome) => outcome switch
    {
        SensorStatus.Types.Outcome.Ok => Wire.SensorOutcome.Ok,
        SensorStatus.Types.Outcome.NotSupported => Wire.SensorOutcome.NotSupported,
        SensorStatus.Types.Outcome.Failed => Wire.SensorOutcome.Failed,
        SensorStatus.Types.Outcome.TimedOut => Wire.SensorOutcome.TimedOut,
        _ => Wire.SensorOutcome.Unspecified,
    };

    private static Wire.InferenceView Map(InferenceReading reading)
    {
        var view = new Wire.InferenceView { Name = reading.Name, Kind = reading.Kind, Error = reading.Error };
        if (reading.HasInFlight)
        {
            view.InFlight = reading.InFlight;
        }

        if (reading.HasQueued)
        {
            view.Queued = reading.Queued;
        }

        return view;
    }
}
