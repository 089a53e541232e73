using SovereignFleet.Server.Service.Machine;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>The Drain's states in the API, by the same names.</summary>
internal static class DrainStates
{
    public static Wire.DrainState ToWire(DrainState state) => state switch
    {
        DrainState.Proposed => Wire.DrainState.Proposed,
        DrainState.Approved => Wire.DrainState.Approved,
        DrainState.Reserved => Wire.DrainState.Reserved,
        DrainState.Cordoned => Wire.DrainState.Cordoned,
        DrainState.Draining => Wire.DrainState.Draining,
        DrainState.Empty => Wire.DrainState.Empty,
        DrainState.Working => Wire.DrainState.Working,
        DrainState.Validating => Wire.DrainState.Validating,
        DrainState.Returning => Wire.DrainState.Returning,
        DrainState.Closed => Wire.DrainState.Closed,
        DrainState.Blocked => Wire.DrainState.Blocked,
        DrainState.Cancelled => Wire.DrainState.Cancelled,
        DrainState.Failed => Wire.DrainState.Failed,
        DrainState.Overdue => Wire.DrainState.Overdue,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a drain."),
    };
}
