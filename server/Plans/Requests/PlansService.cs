using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Service Plans of the API. What a person asked for stands in the Journal under that person's name.</summary>
internal sealed class PlansService(PlanBook book, PlanRequests requests, ChangeFeed feed, TimeProvider time) : Wire.PlansService.PlansServiceBase
{
    public override async Task<PreviewPlanResponse> PreviewPlan(PreviewPlanRequest request, ServerCallContext context)
    {
        var (sketch, refusal) = await requests.PreviewAsync(PlanMapper.FromWire(request.Draft), context.GetScope(), Person(context), context.CancellationToken);
        return sketch is null
            ? throw Refused(refusal!)
            : PlanPreview.Of(sketch, await book.WholePoolsAsync(context.GetScope(), context.CancellationToken), time.GetUtcNow());
    }

    public override async Task<CreatePlanResponse> CreatePlan(CreatePlanRequest request, ServerCallContext context) => new()
    {
        Plan = await AnswerAsync(await requests.CreateAsync(PlanMapper.FromWire(request.Draft), context.GetScope(), Person(context), context.CancellationToken), context),
    };

    public override Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context) =>
        book.ListAsync(request, context.GetScope(), context.CancellationToken);

    public override Task WatchPlans(WatchPlansRequest request, IServerStreamWriter<WatchPlansResponse> responseStream, ServerCallContext context)
    {
        var newest = new ListPlansRequest { IncludeOver = request.IncludeOver, PageSize = request.PageSize };
        return feed.WatchAsync(["plans", "plan_hosts", "drains"], ReadAsync, responseStream, time, context.CancellationToken);

        async Task<WatchPlansResponse> ReadAsync(CancellationToken cancellationToken)
        {
            var page = await book.ListAsync(newest, context.GetScope(), cancellationToken);
            return new WatchPlansResponse { Plans = { page.Plans }, At = page.At };
        }
    }

    public override async Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context) => new()
    {
        Plan = await book.FindAsync(Id(request.Id), context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no plan {request.Id}.")),
    };

    public override async Task<PausePlanResponse> PausePlan(PausePlanRequest request, ServerCallContext context) => new()
    {
        Plan = await AnswerAsync(await requests.PauseAsync(Change(request.Id, request.Revision, context), context.CancellationToken), context),
    };

    public override async Task<ResumePlanResponse> ResumePlan(ResumePlanRequest request, ServerCallContext context) => new()
    {
        Plan = await AnswerAsync(await requests.ResumeAsync(Change(request.Id, request.Revision, context), context.CancellationToken), context),
    };

    public override async Task<StopPlanResponse> StopPlan(StopPlanRequest request, ServerCallContext context) => new()
    {
        Plan = await AnswerAsync(await requests.StopAsync(Change(request.Id, request.Revision, context), request.CancelRunning, context.CancellationToken), context),
    };

    public override async Task<ExtendPlanResponse> ExtendPlan(ExtendPlanRequest request, ServerCallContext context) => new()
    {
        Plan = await AnswerAsync(
            await requests.ExtendAsync(Change(request.Id, request.Revision, context), request.EndsAt?.ToDateTimeOffset(), context.CancellationToken), context),
    };

    private async Task<Wire.Plan> AnswerAsync(PlanReply reply, ServerCallContext context) =>
        reply.Plan is { } plan ? (await book.FindAsync(plan.Id, context.GetScope(), context.CancellationToken))! : throw Refused(reply);

    private static RpcException Refused(PlanReply reply) => new(new Status(reply.Kind switch
    {
        PlanRefusal.Unfit => StatusCode.InvalidArgument,
        PlanRefusal.Missing => StatusCode.NotFound,
        PlanRefusal.Forbidden => StatusCode.PermissionDenied,
        PlanRefusal.NotNow => StatusCode.FailedPrecondition,
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply.Kind, "There is no such refusal."),
    }, reply.Refusal!));

    private static PlanChange Change(string id, uint revision, ServerCallContext context) => new(Id(id), revision, context.GetScope(), Person(context));

    private static string Person(ServerCallContext context) => context.GetCaller().Actor;

    private static Guid Id(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new RpcException(new Status(StatusCode.InvalidArgument, "The id is no UUID."));
}
