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
