using SovereignFleet.Server.Service.Plan;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>The states of a plan's step as the wire has them.</summary>
internal static class WorkStates
{
    public static Wire.WorkState ToWire(WorkStepState state) => state switch
    {
        WorkStepState.Planned => Wire.WorkState.Planned,
        WorkStepState.Begun => Wire.WorkState.Begun,
        WorkStepState.Proven => Wire.WorkState.Proven,
        WorkStepState.Failed => Wire.WorkState.Failed,
        WorkStepState.PassedOver => Wire.WorkState.PassedOver,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a work."),
    };
}
