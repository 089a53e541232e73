using System.Text.Json;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>What the Journal is told of a Plan, in the caller's transaction.</summary>
internal static class PlanJournal
{
    /// <param name="sites">Of its Hosts: one that stands at one Site is told there.</param>
    public static void Told(FleetDb db, Plan plan, string kind, IEnumerable<string> sites, string actor, string summary, DateTimeOffset now) => db.Add(new JournalEntry
    {
        At = now,
        Actor = actor,
        Kind = kind,
        SiteId = sites.Distinct().Take(2).ToArray() is [var only] ? only : null,
        Summary = summary,
        Data = Data(plan),
    });

    public static void Host(FleetDb db, Plan plan, HostMove move, DateTimeOffset now) => db.Add(new JournalEntry
    {
        At = now,
        Actor = PlanMachine.System,
        Kind = JournalKinds.PlanHost,
        SiteId = move.Host.SiteId,
        HostId = move.Host.Row.HostId,
        DrainId = move.Host.Row.DrainId,
        Summary = $"{move.Host.Name} is {move.State} in the plan \"{plan.Reason}\"{(move.Blocker is { Why.Length: > 0 } blocker ? $": {blocker.Why}" : "")}",
        Data = Data(plan),
    });

    private static string Data(Plan plan) => JsonSerializer.Serialize(new { plan = plan.Id });
}
