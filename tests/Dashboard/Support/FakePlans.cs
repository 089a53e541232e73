using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>A plan that waits for its date, one that a failed Host holds, and what people ask of them.</summary>
internal sealed class FakePlans(FakeFleet fleet, FakeSessions sessions, TimeProvider time) : Wire.PlansService.PlansServiceBase
{
    public static List<Plan> All(DateTimeOffset now) =>
    [
        new Plan
        {
            Id = "plan-02",
            Reason = "Driver 570.86 on rack B07",
            State = PlanState.Paused,
            StateBy = "system",
            StateSince = now.AddMinutes(-4).ToTimestamp(),
            WaitingFor = "a person: gpu-yul1-02: it did not prove itself within 30 minutes and stays out of service. Look at it, then resume the plan or stop it",
            Works = { new PlannedWork { Kind = WorkKind.Reboot } },
            Start = PlanStart.Date,
            NotBefore = now.AddHours(-2).ToTimestamp(),
            EndsAt = now.AddHours(2).ToTimestamp(),
            Limits = new PlanLimits { AtOnce = 2, PerRack = 2 },
            CreatedBy = "person:mika",
            CreatedAt = now.AddDays(-1).ToTimestamp(),
            Revision = 1,
            Hosts =
            {
                Host("gpu-yul1-01", 4, PlanHostState.Done, "drain-01", DrainState.Closed, now),
                Host("gpu-yul1-02", 12, PlanHostState.Failed, "drain-02", DrainState.Validating, now, "it did not prove itself within 30 minutes and stays out of service", "what its drain names is mended, or a person returns it as it is"),
                Host("gpu-yul1-03", 20, PlanHostState.Running, "drain-03", DrainState.Working, now, "the host to boot"),
                Host("gpu-yul1-04", 28, PlanHostState.Waiting, "", DrainState.Unspecified, now, "at most 2 hosts of the plan are out at once", "one of them is back in service"),
                Host("gpu-yul1-16", 36, PlanHostState.Skipped, "", DrainState.Unspecified, now, "it is in no pool: there is nothing to drain it from", "put it into a pool in the inventory, and plan it again"),
            },
        },
        new Plan
        {
            Id = "plan-01",
            Reason = "New fans in rack B08",
            State = PlanState.Running,
            StateBy = "person:mika",
            StateSince = now.AddMinutes(-90).ToTimestamp(),
            WaitingFor = "it begins 2030-03-02 07:00Z",
            Works = { new PlannedWork { Kind = WorkKind.RemoteHands } },
            Start = PlanStart.Date,
            NotBefore = new DateTimeOffset(2030, 3, 2, 7, 0, 0, TimeSpan.Zero).ToTimestamp(),
            Limits = new PlanLimits { AtOnce = 1 },
            CreatedBy = "person:mika",
            CreatedAt = now.AddMinutes(-90).ToTimestamp(),
            Revision = 1,
            Hosts = { Host("gpu-yul1-05", 28, PlanHostState.Waiting, "", DrainState.Unspecified, now) },
        },
    ];

    public override Task<PreviewPlanResponse> PreviewPlan(PreviewPlanRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow();
        var preview = new PreviewPlanResponse { Pools = { new PlanPool { PoolId = "llm-ca", Hosts = (uint)request.Draft.Selection.HostNames.Count, AtOnce = 1, Verdict = FakeDrains.Allowed(now) } } };
        preview.Hosts.AddRange(request.Draft.Selection.HostNames.Select((name, index) => new PlanHost
        {
            HostName = name,
            SiteId = "yul1",
            Rack = "B07",
            PoolId = "llm-ca",
            State = PlanHostState.Waiting,
            Why = index == 0 ? "" : "the pool cannot spare it now: " + FakeDrains.Refused(now).Sentence.TrimEnd('.'),
            Lifts = index == 0 ? "" : "another host of the pool is back in service, or the pool requires fewer",
            BeginsAt = request.Draft.NotBefore ?? now.ToTimestamp(),
        }));
        return Task.FromResult(preview);
    }

    public override Task<CreatePlanResponse> CreatePlan(CreatePlanRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        var (draft, now) = (request.Draft, time.GetUtcNow());
        var plan = new Plan
        {
            Id = "plan-new",
            Reason = draft.Reason,
            State = PlanState.Running,
            StateBy = "person:" + sessions.Caller(context).Name,
            StateSince = now.ToTimestamp(),
            Works = { draft.Works },
            Start = draft.Start,
            NotBefore = draft.NotBefore,
            EndsAt = draft.EndsAt,
            Limits = draft.Limits,
            CreatedBy = "person:" + sessions.Caller(context).Name,
            CreatedAt = now.ToTimestamp(),
            Revision = 1,
            Hosts = { draft.Selection.HostNames.Select(name => Host(name, 1, PlanHostState.Waiting, "", DrainState.Unspecified, now)) },
        };
        fleet.Plans.Insert(0, plan);
        fleet.Calls.Add($"CreatePlan {string.Join(",", draft.Selection.HostNames)}: {draft.Works[0].Kind}, {draft.Start} {draft.NotBefore?.ToDateTimeOffset():yyyy-MM-dd'T'HH:mm'Z'}, {draft.Limits.AtOnce} at once: {draft.Reason}");
        return new CreatePlanResponse { Plan = plan.Clone() };
    }));

    public override async Task WatchPlans(WatchPlansRequest request, IServerStreamWriter<WatchPlansResponse> responses, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested)
        {
            await responses.WriteAsync(
                fleet.Locked(() => new WatchPlansResponse { Plans = { fleet.Plans.Select(plan => plan.Clone()) }, At = time.GetUtcNow().ToTimestamp() }), context.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, context.CancellationToken);
        }
    }

    public override Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.NotFound, $"There is no plan {request.Id}."));

    public override Task<PausePlanResponse> PausePlan(PausePlanRequest request, ServerCallContext context) =>
        Task.FromResult(new PausePlanResponse { Plan = Move(request.Id, PlanState.Paused, $"PausePlan {request.Id} of {request.Revision}") });

    public override Task<ResumePlanResponse> ResumePlan(ResumePlanRequest request, ServerCallContext context) =>
        Task.FromResult(new ResumePlanResponse { Plan = Move(request.Id, PlanState.Running, $"ResumePlan {request.Id} of {request.Revision}") });

    public override Task<StopPlanResponse> StopPlan(StopPlanRequest request, ServerCallContext context) =>
        Task.FromResult(new StopPlanResponse { Plan = Move(request.Id, PlanState.Stopping, $"StopPlan {request.Id} of {request.Revision}{(request.CancelRunning ? ", cancelled" : "")}") });

    public override Task<ExtendPlanResponse> ExtendPlan(ExtendPlanRequest request, ServerCallContext context)
    {
        fleet.Locked(() => fleet.Plans.Single(plan => plan.Id == request.Id).EndsAt = request.EndsAt);
        return Task.FromResult(new ExtendPlanResponse
        {
            Plan = Move(request.Id, PlanState.Running, $"ExtendPlan {request.Id} of {request.Revision} to {request.EndsAt?.ToDateTimeOffset():yyyy-MM-dd'T'HH:mm'Z'}"),
        });
    }

    private Plan Move(string id, PlanState state, string call) => fleet.Locked(() =>
    {
        var plan = fleet.Plans.Single(plan => plan.Id == id);
        (plan.State, plan.StateSince, plan.WaitingFor) = (state, time.GetUtcNow().ToTimestamp(), "");
        plan.Revision++;
        fleet.Calls.Add(call);
        return plan.Clone();
    });

    private static PlanHost Host(string name, uint u, PlanHostState state, string drain, DrainState at, DateTimeOffset now, string why = "", string lifts = "") => new()
    {
        HostName = name,
        SiteId = "yul1",
        Rack = "B07",
        U = u,
        PoolId = "llm-ca",
        State = state,
        DrainId = drain,
        DrainState = at,
        Why = why,
        Lifts = lifts,
        BegunAt = drain.Length > 0 ? now.AddMinutes(-50).ToTimestamp() : null,
        EndedAt = state is PlanHostState.Done or PlanHostState.Failed or PlanHostState.Skipped ? now.AddMinutes(-9).ToTimestamp() : null,
    };
}
