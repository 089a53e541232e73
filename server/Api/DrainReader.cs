using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Drains;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Tickets;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Api;

/// <summary>Reads Drains with what belongs to them, as fleet.proto shows them.</summary>
internal sealed class DrainReader(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    private const int DefaultLimit = 200;
    private const int LargestLimit = 1_000;

    public async Task<Wire.DrainList> ListAsync(Wire.DrainFilter filter, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drains = db.Set<Drain>().AsNoTracking();
        if (!scope.IsAll)
            drains = drains.Where(drain => drain.SiteId == scope.SiteId);
        if (!filter.IncludeClosed)
            drains = drains.Where(drain => !DrainMachine.Final.Contains(drain.State));
        if (filter.HostName.Length > 0)
            drains = drains.Where(drain => db.Set<Fleet.Host>().Any(host => host.Id == drain.HostId && host.Name == filter.HostName));
        var limit = filter.Limit == 0 ? DefaultLimit : (int)Math.Min(filter.Limit, LargestLimit);
        var list = new Wire.DrainList { At = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        list.Drains.AddRange(await MapAsync(db, drains.OrderByDescending(drain => drain.ProposedAt).Take(limit), cancellationToken));
        return list;
    }

    public async Task<Wire.Drain?> FindAsync(Guid id, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await MapAsync(db, db.Set<Drain>().AsNoTracking().Where(drain => drain.Id == id && (scope.SiteId == null || drain.SiteId == scope.SiteId)), cancellationToken)).SingleOrDefault();
    }

    private static async Task<List<Wire.Drain>> MapAsync(FleetDb db, IQueryable<Drain> drains, CancellationToken cancellationToken)
    {
        var rows = await (
            from drain in drains
            join host in db.Set<Fleet.Host>().AsNoTracking() on drain.HostId equals host.Id
            join pulse in db.Set<HostPulse>().AsNoTracking() on drain.HostId equals pulse.HostId into pulses
            from pulse in pulses.DefaultIfEmpty()
            select new
            {
                Drain = drain,
                Host = host,
                InFlight = pulse == null ? null : pulse.InFlight,
                Queued = pulse == null ? null : pulse.Queued,
                Ticket = db.Set<Ticket>().Where(ticket => ticket.DrainId == drain.Id).Select(ticket => (Guid?)ticket.Id).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var ids = rows.Select(row => (Guid?)row.Drain.Id).ToList();
        var steps = (await db.Set<JournalEntry>().AsNoTracking()
            .Where(entry => entry.Kind == JournalKinds.DrainMoved && ids.Contains(entry.DrainId))
            .OrderBy(entry => entry.Id).ToListAsync(cancellationToken)).ToLookup(entry => entry.DrainId);
        return [.. rows.OrderByDescending(row => row.Drain.ProposedAt).Select(row =>
            Map(row.Drain, row.Host, row.InFlight, row.Queued, row.Ticket, steps[row.Drain.Id]))];
    }

    private static Wire.Drain Map(
        Drain drain, Fleet.Host host, double? inFlight, double? queued, Guid? ticket, IEnumerable<JournalEntry> steps)
    {
        var wire = new Wire.Drain
        {
            Id = drain.Id.ToString(),
            HostName = host.Name,
            PoolId = drain.PoolId,
            SiteId = drain.SiteId,
            State = DrainStates.ToWire(drain.State),
            Reason = drain.Reason,
            ProposedBy = drain.ProposedBy,
            ApprovedBy = drain.ApprovedBy ?? "",
            Urgent = drain.Urgent,
            ProposedAt = Timestamp.FromDateTimeOffset(drain.ProposedAt),
            StateSince = Timestamp.FromDateTimeOffset(drain.StateSince),
            NotBefore = ToWire(drain.NotBefore),
            Deadline = ToWire(drain.Deadline),
            Guard = ToWire(GuardVerdict.FromJson(drain.Guard)),
            WaitingFor = drain.WaitingFor,
            TicketId = ticket?.ToString() ?? "",
            GpuUuid = drain.GpuUuid ?? "",
            Rack = host.Rack,
            U = (uint)host.U,
        };
        if (inFlight is { } flying)
            wire.InFlight = flying;
        if (queued is { } waiting)
            wire.Queued = waiting;
        wire.Steps.AddRange(steps.Select(Step));
        return wire;
    }

    public static Wire.GuardVerdict? ToWire(GuardVerdict? verdict) => verdict is null ? null : new Wire.GuardVerdict
    {
        Allowed = verdict.Allowed,
        Sentence = verdict.Sentence,
        Available = (uint)verdict.Available,
        Required = (uint)verdict.Required,
        Spare = (uint)verdict.Spare,
        Reserved = (uint)verdict.Reserved,
        NotAvailable = { verdict.NotAvailable },
        At = Timestamp.FromDateTimeOffset(verdict.At),
    };

    private static Wire.DrainStep Step(JournalEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return new Wire.DrainStep
        {
            State = DrainStates.ToWire(System.Enum.Parse<DrainState>(data.RootElement.GetProperty("to").GetString()!)),
            At = Timestamp.FromDateTimeOffset(entry.At),
            Actor = entry.Actor,
            Text = data.RootElement.GetProperty("text").GetString(),
        };
    }

    private static Timestamp? ToWire(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;
}
