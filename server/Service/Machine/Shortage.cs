using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Observed;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>Whether a Host that is not empty yet is to be given back, for its Pool has fewer than its service requires. Pure.</summary>
internal static class Shortage
{
    /// <summary>Null: the Pool has what it requires, what the Drain is for cannot wait, or the Host would be no help.</summary>
    public static string? Of(Drain drain, DrainObservation observed) =>
        drain.Cause != DrainCause.Fault && observed.Liveness is Liveness.Live or Liveness.Late
            && observed.Guard is { } guard && guard.Available < guard.Required
            ? $"given back, for its cause can wait and the pool is short: {guard.Available} available, {guard.Required} required"
                + (guard.NotAvailable.Count > 0 ? $" ({string.Join("; ", guard.NotAvailable)})" : "")
            : null;
}
