using Grpc.Core;
using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>The wire's kinds of work as the plan has them.</summary>
internal static class WorkKinds
{
    /// <summary>Where none is named, remote hands.</summary>
    public static WorkPlan PlanOf(IReadOnlyCollection<Wire.WorkKind> kinds) =>
        kinds.Count == 0 ? WorkPlan.RemoteHands : WorkPlan.Of(kinds.Select(FromWire));

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
}
