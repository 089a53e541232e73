using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>Service Drains of fleet.proto. What a person asked for stands in the Journal under that person's name.</summary>
internal sealed class DrainsService(
    DrainReader reader, DrainRequests requests, CapacityGuard guard, ChangeFeed feed, IDbContextFactory<FleetDb> contexts, TimeProvider time)
    : Wire.Drains.DrainsBase
{
    private const int LongestReason = 1_000;

    public override Task<DrainList> List(DrainFilter request, ServerCallContext context) =>
        reader.ListAsync(request, context.GetScope(), context.CancellationToken);

    public override Task Watch(DrainFilter request, IServerStreamWriter<DrainList> responseStream, ServerCallContext context) =>
        feed.WatchAsync(["drains"], token => reader.ListAsync(request, context.GetScope(), token), responseStream, time, context.CancellationToken);

    public override async Task<Wire.Drain> Get(DrainRequest request, ServerCallContext context) =>
        await reader.FindAsync(Id(request.Id), context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no drain {request.Id}."));

    public override async Task<Wire.Drain> Propose(ProposeDrainRequest request, ServerCallContext context) =>
        await AnswerAsync(await requests.ProposeAsync(
            request.HostName, Reason(request.Reason), request.Urgent, WorkPlan.RemoteHands, Person(context), context.CancellationToken), context);

    public override async Task<Wire.GuardVerdict> Preview(HostRequest request, ServerCallContext context)
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

        return DrainReader.ToWire(await guard.PreviewAsync(db, host.PoolId, host.Id, ReservationCause.Person, context.CancellationToken))!;
    }

    public override async Task<Wire.Drain> Approve(DrainRequest request, ServerCallContext context) =>
        await AnswerAsync(await requests.ApproveAsync(Id(request.Id), Person(context), context.CancellationToken), context);

    public override async Task<Wire.Drain> Cancel(CancelDrainRequest request, ServerCallContext context) =>
        await AnswerAsync(await requests.CancelAsync(
            Id(request.Id), Reason(request.Reason), Person(context), context.CancellationToken), context);

    public override async Task<Wire.Drain> MarkRepaired(RepairedRequest request, ServerCallContext context)
    {
        return await AnswerAsync(await requests.MarkRepairedAsync(
            Id(request.Id), Reason(request.Note), Person(context), context.GetScope().SiteId, context.CancellationToken), context);
    }

    private async Task<Wire.Drain> AnswerAsync(DrainReply reply, ServerCallContext context) => reply switch
    {
        { Drain: { } drain } => (await reader.FindAsync(drain.Id, SiteScope.All, context.CancellationToken))!,
        { IsMissing: true } => throw new RpcException(new Status(StatusCode.NotFound, reply.Refusal!)),
        { IsForbidden: true } => throw new RpcException(new Status(StatusCode.PermissionDenied, reply.Refusal!)),
        _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, reply.Refusal!)),
    };

    private static RpcException NoHost(string name) => new(new Status(StatusCode.NotFound, $"There is no host {name}."));

    private static string Person(ServerCallContext context) => context.GetCaller().Actor;

    private static string Reason(string text) => text.Length <= LongestReason
        ? text
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"A reason has at most {LongestReason} characters."));

    private static Guid Id(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new RpcException(new Status(StatusCode.InvalidArgument, "The id is no UUID."));
}
