using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>Service Drains of the API. What a person asked for stands in the Journal under that person's name.</summary>
internal sealed class DrainsService(
    DrainReader reader, DrainRequests requests, Works works, CapacityGuard guard, ChangeFeed feed, IDbContextFactory<FleetDb> contexts, TimeProvider time)
    : Wire.DrainsService.DrainsServiceBase
{
    private const int LongestReason = 1_000;
    private const uint MostLive = 1_000;

    public override Task<ListDrainsResponse> ListDrains(ListDrainsRequest request, ServerCallContext context) =>
        reader.ListAsync(request, context.GetScope(), context.CancellationToken);

    public override Task WatchDrains(WatchDrainsRequest request, IServerStreamWriter<WatchDrainsResponse> responseStream, ServerCallContext context)
    {
        var newest = new ListDrainsRequest { IncludeClosed = request.IncludeClosed, HostName = request.HostName, PageSize = request.PageSize };
        var live = new ListDrainsRequest { HostName = request.HostName, PageSize = MostLive };
        return feed.WatchAsync(["drains"], ReadAsync, responseStream, time, context.CancellationToken);

        async Task<WatchDrainsResponse> ReadAsync(CancellationToken cancellationToken)
        {
            var page = await reader.ListAsync(newest, context.GetScope(), cancellationToken);
            // A live one that many newer have followed keeps its Host out all the same.
            var older = request.IncludeClosed ? (await reader.ListAsync(live, context.GetScope(), cancellationToken)).Drains : [];
            return new WatchDrainsResponse { Drains = { page.Drains.UnionBy(older, drain => drain.Id) }, At = page.At };
        }
    }

    public override async Task<GetDrainResponse> GetDrain(GetDrainRequest request, ServerCallContext context) => new()
    {
        Drain = await reader.FindAsync(Id(request.Id), context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no drain {request.Id}.")),
    };

    public override async Task<ProposeDrainResponse> ProposeDrain(ProposeDrainRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.ProposeAsync(
            new PersonsProposal(
                await HostAsync(request.HostName, context), Reason(request.Reason), request.Urgent, WorkKinds.PlanOf(request.Works), request.NotBefore?.ToDateTimeOffset()),
            Person(context), context.CancellationToken), context),
    };

    public override Task<ListWorkKindsResponse> ListWorkKinds(ListWorkKindsRequest request, ServerCallContext context) =>
        Task.FromResult(WorkKinds.Read(works, request));

    public override async Task<PreviewDrainResponse> PreviewDrain(PreviewDrainRequest request, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleOrDefaultAsync(row => row.Name == request.HostName, context.CancellationToken)
            ?? throw NoHost(request.HostName);
        if (!context.GetScope().Includes(host.SiteId))
        {
            throw NoHost(request.HostName);
        }

        if (host.PoolId is null)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"{host.Name} is in no pool."));
        }

        var verdict = await guard.PreviewAsync(db, host.PoolId, host.Id, ReservationCause.Person, context.CancellationToken);
        return new PreviewDrainResponse { Verdict = verdict.ToWire(await reader.NamesHostsAsync(db, host.PoolId, context.GetScope(), context.CancellationToken)) };
    }

    public override async Task<ApproveDrainResponse> ApproveDrain(ApproveDrainRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.ApproveAsync(await IdAsync(request.Id, context), Person(context), context.CancellationToken), context),
    };

    public override async Task<VouchForEmptyResponse> VouchForEmpty(VouchForEmptyRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.VouchAsync(await IdAsync(request.Id, context), Person(context), context.CancellationToken), context),
    };

    public override async Task<LiftBrakeResponse> LiftBrake(LiftBrakeRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.LiftBrakeAsync(await IdAsync(request.Id, context), Person(context), context.CancellationToken), context),
    };

    public override async Task<CancelDrainResponse> CancelDrain(CancelDrainRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.CancelAsync(
            await IdAsync(request.Id, context), CancelReason(request), request.AsItIs, Person(context), context.CancellationToken), context),
    };

    public override async Task<MarkWorkDoneResponse> MarkWorkDone(MarkWorkDoneRequest request, ServerCallContext context) => new()
    {
        Drain = await AnswerAsync(await requests.MarkWorkDoneAsync(
            Id(request.Id), Reason(request.Note), Person(context), context.GetScope().SiteId, Ordinal(request.Ordinal), context.CancellationToken), context),
    };

    /// <summary>Of a Drain that the caller may know of; of the others nobody is told that they are.</summary>
    private async Task<Guid> IdAsync(string text, ServerCallContext context)
    {
        var id = Id(text);
        return context.GetScope().IsAll || await reader.FindAsync(id, context.GetScope(), context.CancellationToken) is not null
            ? id
            : throw new RpcException(new Status(StatusCode.NotFound, $"there is no drain {id}"));
    }

    /// <summary>A Host that the caller may know of.</summary>
    private async Task<string> HostAsync(string name, ServerCallContext context)
    {
        var scope = context.GetScope();
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        return scope.IsAll || await db.Hosts.AnyAsync(host => host.Name == name && host.SiteId == scope.SiteId, context.CancellationToken) ? name : throw NoHost(name);
    }

    private async Task<Wire.Drain> AnswerAsync(DrainReply reply, ServerCallContext context) => reply switch
    {
        { Drain: { } drain } => (await reader.FindAsync(drain.Id, context.GetScope(), context.CancellationToken))!,
        { IsMissing: true } => throw new RpcException(new Status(StatusCode.NotFound, reply.Refusal!)),
        { IsForbidden: true } => throw new RpcException(new Status(StatusCode.PermissionDenied, reply.Refusal!)),
        _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, reply.Refusal!)),
    };

    private static RpcException NoHost(string name) => new(new Status(StatusCode.NotFound, $"There is no host {name}."));

    private static string Person(ServerCallContext context) => context.GetCaller().Actor;

    private static string Reason(string text) => text.Length <= LongestReason
        ? text
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"A reason has at most {LongestReason} characters."));

    private static string CancelReason(CancelDrainRequest request) => request.AsItIs && string.IsNullOrWhiteSpace(request.Reason)
        ? throw new RpcException(new Status(StatusCode.InvalidArgument, "Say why the host goes back as it is: reason."))
        : Reason(request.Reason);

    private static int Ordinal(uint place) => place <= int.MaxValue
        ? (int)place
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"{place} is no place in a plan."));

    private static Guid Id(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new RpcException(new Status(StatusCode.InvalidArgument, "The id is no UUID."));
}
