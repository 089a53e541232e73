using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Journal;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Api;

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
            return null;
        var detail = new Wire.HostDetail
        {
            At = snapshot.At,
            Host = snapshot.Hosts.First(wire => wire.Name == hostName),
            Site = snapshot.Sites.First(site => site.Id == host.SiteId),
            Pool = snapshot.Pools.FirstOrDefault(pool => pool.Id == host.PoolId),
            Facts = HostFactsMapper.Map(host),
        };
        if (fleet.Pulses.GetValueOrDefault(host.Id) is { } pulse)
            AddPulse(detail, pulse);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = db.Set<Condition>().AsNoTracking().Where(condition => condition.HostId == host.Id && condition.State != ConditionState.Resolved);
        detail.Conditions.AddRange(await ConditionsEdge.MapAsync(db, open, cancellationToken));
        var journal = await db.Set<JournalEntry>().AsNoTracking().Where(entry => entry.HostId == host.Id)
            .OrderByDescending(entry => entry.Id).Take(JournalEntries).ToListAsync(cancellationToken);
        detail.Journal.AddRange(journal.Select(entry => JournalEdge.Map(entry, hostName)));
        return detail;
    }

    private static void AddPulse(Wire.HostDetail detail, Fleet.HostPulse pulse)
    {
        if (pulse.Frame is not null)
        {
            var frame = Frame.Parser.ParseFrom(pulse.Frame);
            detail.Inference.AddRange(frame.Inference.Select(Map));
            detail.Sensors.AddRange(frame.Sensors.Select(sensor => new Wire.SensorView { Name = sensor.Name, Outcome = sensor.Outcome.ToString(), Reason = sensor.Reason }));
        }

        if (pulse.Bmc is not null)
        {
            detail.Bmc.AddRange(Frame.Parser.ParseFrom(pulse.Bmc).Bmc.Sensors.Select(Map));
            detail.BmcAt = pulse.BmcAt?.ToTimestamp();
        }
    }

    private static Wire.InferenceView Map(InferenceReading reading)
    {
        var view = new Wire.InferenceView { Name = reading.Name, Kind = reading.Kind, Error = reading.Error };
        if (reading.HasInFlight)
            view.InFlight = reading.InFlight;
        if (reading.HasQueued)
            view.Queued = reading.Queued;
        return view;
    }

    private static Wire.BmcSensorView Map(BmcSensor sensor)
    {
        var view = new Wire.BmcSensorView { Name = sensor.Name, Unit = sensor.Unit, Status = sensor.Status, States = string.Join(", ", sensor.States) };
        if (sensor.HasValue)
            view.Value = sensor.Value;
        return view;
    }
}
