using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.Reboot;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.ResetGpu;
using SovereignFleet.Server.Work.RestartUnit;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeDrainDesk(FakeFleet fleet, FakeSessions sessions, TimeProvider time) : Wire.DrainsService.DrainsServiceBase
{
    /// <summary>The server's own: what the dialog is drawn from is what it is drawn from there.</summary>
    private readonly Works works = new(
    [
        new RemoteHandsWork(new TicketOpener(new TicketFactsReader(new SiteWindows(), new DashboardOptions(), Options.Create(new LivenessOptions()), time), time), time),
        new OwnWork(), new RestartUnitWork(time), new ResetGpuWork(time), new RebootWork(time),
    ]);

    public override Task<ListWorkKindsResponse> ListWorkKinds(ListWorkKindsRequest request, ServerCallContext context) =>
        Task.FromResult(WorkKinds.Read(works, request));

    public override Task<ListDrainsResponse> ListDrains(ListDrainsRequest request, ServerCallContext context)
    {
        var all = All();
        return Task.FromResult(new ListDrainsResponse { Drains = { all.Drains }, At = all.At });
    }

    public override async Task WatchDrains(WatchDrainsRequest request, IServerStreamWriter<WatchDrainsResponse> responses, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested)
        {
            await responses.WriteAsync(All(), context.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, context.CancellationToken);
        }
    }

    public override Task<GetDrainResponse> GetDrain(GetDrainRequest request, ServerCallContext context) => Task.FromResult(new GetDrainResponse
    {
        Drain = fleet.Locked(() => fleet.Drains.FirstOrDefault(drain => drain.Id == request.Id)?.Clone())
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no drain {request.Id}.")),
    });

    public override Task<PreviewDrainResponse> PreviewDrain(PreviewDrainRequest request, ServerCallContext context) => Task.FromResult(new PreviewDrainResponse
    {
        Verdict = request.HostName.EndsWith("09", StringComparison.Ordinal) ? FakeDrains.Refused(time.GetUtcNow()) : FakeDrains.Allowed(time.GetUtcNow()),
    });

    public override Task<ProposeDrainResponse> ProposeDrain(ProposeDrainRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        var drain = new Drain
        {
            Id = "drain-new",
            HostName = request.HostName,
            PoolId = "llm-ca",
            SiteId = "yul1",
            State = DrainState.Proposed,
            Reason = request.Reason,
            Urgent = request.Urgent,
            ProposedBy = sessions.Caller(context).Name,
            ProposedAt = time.GetUtcNow().ToTimestamp(),
            StateSince = time.GetUtcNow().ToTimestamp(),
            WaitingFor = "A person to approve it.",
            Guard = FakeDrains.Allowed(time.GetUtcNow()),
        };
        drain.Works.AddRange(request.Works.Select(work => new DrainWork
        {
            Kind = work.Kind,
            Target = work.Target,
            Name = works.NameOf(WorkKinds.FromWire(work.Kind)),
            Title = WorkKinds.Read(works, new ListWorkKindsRequest()).Kinds.Single(offer => offer.Kind == work.Kind).Title,
            TargetName = work.Target,
            State = WorkState.Planned,
        }));
        fleet.Drains.Add(drain);
        if (request.NotBefore is { } notBefore)
        {
            fleet.Calls.Add($"Not before {notBefore}");
        }

        fleet.Calls.Add($"Plan {string.Join(", ", request.Works.Select(work => $"{work.Kind} {work.Target}".Trim()))}");
        fleet.Calls.Add($"Propose {request.HostName}: {request.Reason}");
        return new ProposeDrainResponse { Drain = drain };
    }));

    public override Task<ApproveDrainResponse> ApproveDrain(ApproveDrainRequest request, ServerCallContext context) =>
        Task.FromResult(new ApproveDrainResponse { Drain = Move(request.Id, DrainState.Approved, "Approve", context) });

    public override Task<VouchForEmptyResponse> VouchForEmpty(VouchForEmptyRequest request, ServerCallContext context) =>
        Task.FromResult(new VouchForEmptyResponse { Drain = Move(request.Id, DrainState.Approved, "Vouch", context) });

    public override Task<LiftBrakeResponse> LiftBrake(LiftBrakeRequest request, ServerCallContext context) =>
        Task.FromResult(new LiftBrakeResponse { Drain = Move(request.Id, DrainState.Reserved, "LiftBrake", context) });

    public override Task<CancelDrainResponse> CancelDrain(CancelDrainRequest request, ServerCallContext context) =>
        Task.FromResult(new CancelDrainResponse { Drain = Move(request.Id, DrainState.Cancelled, request.AsItIs ? "Return as it is" : "Cancel", context) });

    public override Task<MarkWorkDoneResponse> MarkWorkDone(MarkWorkDoneRequest request, ServerCallContext context) =>
        Task.FromResult(new MarkWorkDoneResponse { Drain = Move(request.Id, DrainState.Validating, $"MarkWorkDone {request.Ordinal} '{request.Note}' of", context) });

    private WatchDrainsResponse All() => fleet.Locked(() => new WatchDrainsResponse { Drains = { fleet.Drains.Where(drain => !fleet.OldDrains.Contains(drain.Id)).Select(drain => drain.Clone()) }, At = time.GetUtcNow().ToTimestamp() });

    private Drain Move(string id, DrainState state, string call, ServerCallContext context) => fleet.Locked(() =>
    {
        var drain = fleet.Drains.FirstOrDefault(drain => drain.Id == id) ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such drain."));
        (drain.State, drain.StateSince, drain.ApprovedBy) = (state, time.GetUtcNow().ToTimestamp(), sessions.Caller(context).Name);
        fleet.Calls.Add($"{call} {id}");
        return drain.Clone();
    });
}
