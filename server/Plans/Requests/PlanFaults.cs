using SovereignFleet.Server.Plans.Machine;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>What is amiss with a wish, whatever the fleet. Pure.</summary>
internal static class PlanFaults
{
    public const int LongestReason = 1_000;
    private const int LargestLimit = 1_000;

    /// <summary>All of it, a sentence each, naming the field.</summary>
    public static IReadOnlyList<string> Of(PlanWish wish, DateTimeOffset now)
    {
        var from = wish.NotBefore > now ? wish.NotBefore.Value : now;
        string?[] faults =
        [
            wish.Selection.IsEmpty ? "selection: choose hosts, by name or by site, rack, pool, GPU model or driver version" : null,
            wish.Works.Works.IsEmpty ? "works: name at least one work; own work only empties the hosts" : null,
            string.IsNullOrWhiteSpace(wish.Reason) ? "reason: say why, for whoever finds a host out of service" : null,
            wish.Reason.Length > LongestReason ? $"reason: at most {LongestReason} characters" : null,
            wish.Start is null ? "start: say when it begins: now, in the next Window, or at a date" : null,
            wish is { Start: PlanStart.Date, NotBefore: null } ? "not_before: say the date on which it begins" : null,
            wish is { Start: PlanStart.Now, NotBefore: not null } ? "not_before: a plan that begins now has none; choose a date" : null,
            wish.Start == PlanStart.Date && wish.NotBefore <= now ? $"not_before: {Blockers.Stamp(wish.NotBefore.Value)} has passed: choose a later time, or now" : null,
            wish.EndsAt <= from ? $"ends_at: {Blockers.Stamp(wish.EndsAt.Value)} is not after its beginning: choose a later time, or none" : null,
            Largest(wish) > LargestLimit ? $"limits: at most {LargestLimit} each" : null,
        ];
        return [.. faults.OfType<string>()];
    }

    private static uint Largest(PlanWish wish) => new[] { wish.AtOnce, wish.PerPool, wish.PerRack, wish.Failures }.Max();
}
