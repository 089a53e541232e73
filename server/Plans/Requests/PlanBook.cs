using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Requests;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Reads Plans with their Hosts, as the API shows them.</summary>
internal sealed class PlanBook(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    private const string List = "plans";
    private const int UsualSize = 50;
    private const int LargestSize = 200;

    public async Task<Wire.ListPlansResponse> ListAsync(Wire.ListPlansRequest asked, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plans = Visible(db, scope);
        if (!asked.IncludeOver)
        {
            plans = plans.Where(plan => !PlanMachine.Over.Contains(plan.State));
        }

        if (PageToken.Read<Guid>(List, asked.PageToken) is { } last)
        {
            plans = plans.Where(plan => EF.Functions.LessThan(ValueTuple.Create(plan.CreatedAt, plan.Id), ValueTuple.Create(last.At, last.Id)));
        }

        var size = Page<Wire.Plan>.Size(asked.PageSize, UsualSize, LargestSize);
        var rows = await plans.OrderByDescending(plan => plan.CreatedAt).ThenByDescending(plan => plan.Id).Take(size + 1).ToListAsync(cancellationToken);
        var page = Page<Wire.Plan>.Cut(
            await MapAsync(db, rows, scope, cancellationToken), size, plan => PageToken.Of(List, plan.CreatedAt.ToDateTimeOffset(), plan.Id));
        return new Wire.ListPlansResponse { Plans = { page.Rows }, At = Timestamp.FromDateTimeOffset(time.GetUtcNow()), NextPageToken = page.NextToken };
    }

    public async Task<Wire.Plan?> FindAsync(Guid id, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await MapAsync(db, await Visible(db, scope).Where(plan => plan.Id == id).ToListAsync(cancellationToken), scope, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The Pools whose Hosts may all be named to somebody.</summary>
    public async Task<IReadOnlySet<string>> WholePoolsAsync(SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Pools.Where(pool => scope.SiteId == null || !db.Hosts.Any(host => host.PoolId == pool.Id && host.SiteId != scope.SiteId))
            .Select(pool => pool.Id).ToListAsync(cancellationToken)).ToHashSet();
    }

    /// <summary>Those with a Host at the caller's Site.</summary>
    private static IQueryable<Plan> Visible(FleetDb db, SiteScope scope) =>
        db.Plans.AsNoTracking().Where(plan => scope.SiteId == null || db.PlanHosts.Any(row => row.PlanId == plan.Id && row.SiteId == scope.SiteId));

    private static async Task<List<Wire.Plan>> MapAsync(FleetDb db, List<Plan> plans, SiteScope scope, CancellationToken cancellationToken)
    {
        var ids = plans.ConvertAll(plan => plan.Id);
        var rows = (await (
            from row in db.PlanHosts.AsNoTracking()
            where ids.Contains(row.PlanId)
            join host in db.HostsEver on row.HostId equals host.Id
            join drain in db.Drains on row.DrainId equals drain.Id into drains
            from drain in drains.DefaultIfEmpty()
            orderby row.Ordinal
            select new Line(row, host.Name, host.Rack, host.U, host.PoolId, drain == null ? null : drain.State, drain == null ? null : drain.WaitingFor)).ToListAsync(cancellationToken))
            .ToLookup(line => line.Row.PlanId);
        return plans.ConvertAll(plan => PlanMapper.Map(
            plan, rows[plan.Id].Where(line => scope.Includes(line.Row.SiteId)).Select(Map), rows[plan.Id].All(line => scope.Includes(line.Row.SiteId))));
    }

    private static Wire.PlanHost Map(Line line) => new()
    {
        HostName = line.Name,
        SiteId = line.Row.SiteId,
        Rack = line.Rack,
        U = (uint)line.U,
        PoolId = line.PoolId ?? "",
        State = PlanMapper.ToWire(line.Row.State),
        DrainId = line.Row.DrainId?.ToString() ?? "",
        DrainState = line.Drain is { } state ? DrainStates.ToWire(state) : Wire.DrainState.Unspecified,
        Why = line.Row.State == PlanHostState.Running ? line.WaitingFor ?? "" : line.Row.Why,
        Lifts = line.Row.Lifts,
        BegunAt = PlanMapper.ToWire(line.Row.BegunAt),
        EndedAt = PlanMapper.ToWire(line.Row.EndedAt),
    };

    private sealed record Line(PlanHost Row, string Name, string Rack, int U, string? PoolId, DrainState? Drain, string? WaitingFor);
}
