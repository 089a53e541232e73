using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>The works of a plan as the API has them.</summary>
internal static class WorkKinds
{
    private const string List = "work-kinds";
    private const int LargestSize = 500;

    /// <summary>Where none is named, remote hands.</summary>
    public static WorkPlan PlanOf(IReadOnlyCollection<Wire.PlannedWork> works) => works.Count == 0
        ? WorkPlan.RemoteHands
        : new WorkPlan([.. works.Select(work => new PlannedWork(FromWire(work.Kind), work.Target.Trim() is { Length: > 0 } target ? target : null))]);

    /// <summary>All that this server can do, in pages. They know no time: a page ends with a kind.</summary>
    public static Wire.ListWorkKindsResponse Read(Works works, Wire.ListWorkKindsRequest request)
    {
        var after = PageToken.Read<string>(List, request.PageToken)?.Id;
        var offers = works.All.Select(Map).ToList();
        var rest = after is null ? offers : offers.SkipWhile(offer => offer.Kind.ToString() != after).Skip(1);
        var page = Page<Wire.OfferedWork>.Cut(
            [.. rest],
            Page<Wire.OfferedWork>.Size(request.PageSize, LargestSize, LargestSize),
            offer => PageToken.Of(List, DateTimeOffset.MinValue, offer.Kind.ToString()));
        return new Wire.ListWorkKindsResponse { Kinds = { page.Rows }, NextPageToken = page.NextToken };
    }

    /// <param name="gpus">UUID to index.</param>
    public static Wire.DrainWork Map(WorkStep step, Works works, IReadOnlyDictionary<string, int> gpus) => new()
    {
        Ordinal = (uint)step.Ordinal,
        Kind = ToWire(step.Kind),
        Target = step.Target ?? "",
        State = WorkStates.ToWire(step.State),
        BegunAt = ToWire(step.BegunAt),
        ProvenAt = ToWire(step.ProvenAt),
        Reference = step.Reference ?? "",
        DoneBy = step.DoneBy ?? "",
        WaitingFor = step.WaitingFor,
        ByPerson = works.Find(step.Kind) is { IsByPerson: true },
        Name = works.NameOf(step.Kind),
        Title = works.Find(step.Kind)?.Offer.Title ?? step.Kind.ToString(),
        Why = step.Why ?? "",
        Next = step.Next ?? "",
        TargetName = step.Target is { } target && gpus.TryGetValue(target, out var index) ? $"GPU {index}" : step.Target ?? "",
    };

    public static Wire.WorkKind ToWire(WorkKind kind) => kind switch
    {
        WorkKind.RemoteHands => Wire.WorkKind.RemoteHands,
        WorkKind.OwnWork => Wire.WorkKind.OwnWork,
        WorkKind.RestartUnit => Wire.WorkKind.RestartUnit,
        WorkKind.ResetGpu => Wire.WorkKind.ResetGpu,
        WorkKind.Reboot => Wire.WorkKind.Reboot,
        WorkKind.PowerCycle => Wire.WorkKind.PowerCycle,
        WorkKind.RolloutStep => Wire.WorkKind.RolloutStep,
        WorkKind.Soak => Wire.WorkKind.Soak,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of work."),
    };

    public static WorkKind FromWire(Wire.WorkKind kind) => kind switch
    {
        Wire.WorkKind.RemoteHands => WorkKind.RemoteHands,
        Wire.WorkKind.OwnWork => WorkKind.OwnWork,
        Wire.WorkKind.RestartUnit => WorkKind.RestartUnit,
        Wire.WorkKind.ResetGpu => WorkKind.ResetGpu,
        Wire.WorkKind.Reboot => WorkKind.Reboot,
        Wire.WorkKind.PowerCycle => WorkKind.PowerCycle,
        Wire.WorkKind.RolloutStep => WorkKind.RolloutStep,
        Wire.WorkKind.Soak => WorkKind.Soak,
        // Unspecified, or of a later version of the wire.
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, $"{kind} is no kind of work.")),
    };

    private static Wire.OfferedWork Map(IWork work) => new()
    {
        Kind = ToWire(work.Kind),
        Title = work.Offer.Title,
        Description = work.Offer.Says,
        Target = work.Offer.Target is { } target ? CommandKindMapper.Map(target) : null,
    };

    private static Timestamp? ToWire(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;
}
