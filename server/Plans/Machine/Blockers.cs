using System.Globalization;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>What stands against a Host's turn, each with what lifts it. Pure.</summary>
internal static class Blockers
{
    public static readonly Blocker NoPool = new("it is in no pool: there is nothing to drain it from", "put it into a pool in the inventory, and plan it again");

    /// <summary>Why a Host can never have its turn as the Plan stands; null: it can.</summary>
    public static Blocker? Forever(Plan plan, SeenHost host) => host switch
    {
        { PoolId: null } => NoPool,
        { Window: null } when plan.Start == PlanStart.Window => NoWindow(host),
        { Window: { } window } when plan.Start == PlanStart.Window && window.Start >= plan.EndsAt =>
            new($"no Window of {host.SiteId} opens before the plan ends: the next one opens {Stamp(window.Start)}", "let the plan end later"),
        _ => null,
    };

    /// <summary>Why a Host has to wait, the guard and the limits left aside; null: it has not to.</summary>
    public static Blocker? Now(Plan plan, SeenHost host, DateTimeOffset now) => host switch
    {
        { Elsewhere: { } state } => new($"it has a live drain already, which is {state}", "that drain ends, or is cancelled"),
        { Liveness: Liveness.Silent or Liveness.NeverHeard } => new("nothing is heard of it", "its agent speaks again"),
        { Window: null } when plan.Start == PlanStart.Window => NoWindow(host),
        { Window: { } window } when plan.Start == PlanStart.Window && !window.Contains(now) => new($"the next Window of {host.SiteId} opens {Stamp(window.Start)}"),
        _ => null,
    };

    /// <summary>As the dashboard finds it in a sentence, and tells it in the Site's own time.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static Blocker NoWindow(SeenHost host) => new($"{host.SiteId} has no Window that opens", "declare one in the inventory, or plan for now or for a date");
}
