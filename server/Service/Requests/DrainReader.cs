using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>Reads Drains with what belongs to them, as the API shows them.</summary>
internal sealed class DrainReader(IDbContextFactory<FleetDb> contexts, Works works, TimeProvider time)
{
    private const string List = "drains";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;

    public async Task<Wire.ListDrainsResponse> ListAsync(Wire.ListDrainsRequest filter, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drains = db.Drains.AsNoTracking();
        if (!scope.IsAll)
        {
            drains = drains.Where(drain => drain.SiteId == scope.SiteId);
        }

        if (!filter.IncludeClosed)
        {
            drains = drains.Where(drain => !DrainMachine.Final.Contains(drain.State));
        }

        if (filter.HostName.Length > 0)
        {
            drains = drains.Where(drain => db.HostsEver.Any(host => host.Id == drain.HostId && host.Name == filter.HostName));
        }

        if (PageToken.Read<Guid>(List, filter.PageToken) is { } last)
        {
            drains = drains.Where(drain => EF.Functions.LessThan(ValueTuple.Create(drain.ProposedAt, drain.Id), ValueTuple.Create(last.At, last.Id)));
        }

        var size = Page<Wire.Drain>.Size(filter.PageSize, UsualSize, LargestSize);
        var newest = drains.OrderByDescending(drain => drain.ProposedAt).ThenByDescending(drain => drain.Id).Take(size + 1);
        var page = Page<Wire.Drain>.Cut(
            await MapAsync(db, newest, scope, cancellationToken), size, drain => PageToken.Of(List, drain.ProposedAt.ToDateTimeOffset(), drain.Id));
        return new Wire.ListDrainsResponse
        {
            Drains = { page.Rows },
            At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            NextPageToken = page.NextToken,
        };
    }

    public async Task<Wire.Drain?> FindAsync(Guid id, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await MapAsync(db, db.Drains.AsNoTracking().Where(drain => drain.Id == id && (scope.SiteId == null || drain.SiteId == scope.SiteId)), scope, cancellationToken)).SingleOrDefault();
    }

    private async Task<List<Wire.Drain>> MapAsync(FleetDb db, IQueryable<Drain> drains, SiteScope scope, CancellationToken cancellationToken)
    {
        var rows = await (
            from drain in drains
            join host in db.HostsEver.AsNoTracking() on drain.HostId equals host.Id
            join heartbeat in db.Heartbeats.AsNoTracking() on drain.HostId equals heartbeat.HostId into heartbeats
            from heartbeat in heartbeats.DefaultIfEmpty()
            select new
            {
                Drain = drain,
                Host = host,
                InFlight = heartbeat == null ? null : heartbeat.InFlight,
                Queued = heartbeat == null ? null : heartbeat.Queued,
            }).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.Drain.Id);
        var steps = (await db.DrainSteps.AsNoTracking().Where(step => ids.Contains(step.DrainId))
            .OrderBy(step => step.Id).ToListAsync(cancellationToken)).ToLookup(step => step.DrainId);
        var plans = await PlansAsync(db, ids, cancellationToken);
        var tried = await TriedBefore.ReadAsync(db, rows.ConvertAll(row => row.Drain), time.GetUtcNow(), cancellationToken);
        var whole = await WholePoolsAsync(db, rows.ConvertAll(row => row.Drain.PoolId), scope, cancellationToken);
        return [.. rows.OrderByDescending(row => row.Drain.ProposedAt).ThenByDescending(row => row.Drain.Id).Select(row =>
            With(Map(row.Drain, row.Host, row.InFlight, row.Queued, [.. plans[row.Drain.Id]], steps[row.Drain.Id], whole.Contains(row.Drain.PoolId)), tried[row.Drain.Id]))];
    }

    private async Task<ILookup<Guid, (Guid? Reference, Wire.DrainWork Work)>> PlansAsync(FleetDb db, List<Guid> drains, CancellationToken cancellationToken)
    {
        var planned = await db.WorkSteps.AsNoTracking().Where(step => drains.Contains(step.DrainId)).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
        var targets = planned.Select(step => step.Target).OfType<string>().ToList();
        var gpus = await db.Gpus.Where(gpu => targets.Contains(gpu.Uuid)).ToDictionaryAsync(gpu => gpu.Uuid, gpu => gpu.Index, cancellationToken);
        return planned.ToLookup(step => step.DrainId, step => (step.ReferenceId, WorkKinds.Map(step, works, gpus)));
    }

    private static Wire.Drain Map(
        Drain drain, Fleet.Host host, double? inFlight, double? queued, IReadOnlyList<(Guid? Reference, Wire.DrainWork Work)> plan, IEnumerable<DrainStep> steps,
        bool namesHosts)
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
            Guard = GuardVerdict.FromJson(drain.Guard)?.ToWire(namesHosts),
            WaitingFor = drain.WaitingFor,
            TicketId = plan.FirstOrDefault(step => step.Work.Kind == Wire.WorkKind.RemoteHands).Reference?.ToString() ?? "",
            GpuUuid = drain.GpuUuid ?? "",
            Rack = host.Rack,
            U = (uint)host.U,
            CancelRequestedAt = ToWire(drain.CancelRequestedAt),
            Works = { plan.Select(step => step.Work) },
        };
        if (inFlight is { } flying)
        {
            wire.InFlight = flying;
        }

        if (queued is { } waiting)
        {
            wire.Queued = waiting;
        }

        wire.Steps.AddRange(steps.Select(Step));
        return wire;
    }

    private static Wire.Drain With(Wire.Drain drain, IEnumerable<Wire.PastRepair> tried)
    {
        drain.TriedBefore.AddRange(tried);
        return drain;
    }

    /// <summary>Whether a verdict on a Pool may name its Hosts to somebody: none of them stands where that person may not look.</summary>
    public async Task<bool> NamesHostsAsync(FleetDb db, string poolId, SiteScope scope, CancellationToken cancellationToken) =>
        (await WholePoolsAsync(db, [poolId], scope, cancellationToken)).Count > 0;

    private static async Task<HashSet<string>> WholePoolsAsync(FleetDb db, List<string> pools, SiteScope scope, CancellationToken cancellationToken)
    {
        var parted = scope.IsAll ? [] : await db.Hosts.Where(host => pools.Contains(host.PoolId!) && host.SiteId != scope.SiteId)
            .Select(host => host.PoolId!).Distinct().ToListAsync(cancellationToken);
        return [.. pools.Except(parted)];
    }

    private static Wire.DrainStep Step(DrainStep step) => new()
    {
        State = DrainStates.ToWire(step.To),
        At = Timestamp.FromDateTimeOffset(step.At),
        Actor = step.Actor,
        Text = step.Text,
    };

    private static Timestamp? ToWire(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;
}
