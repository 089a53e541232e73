using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Ladder.Reading;

/// <summary>Whether a Host that a machine repaired is broken all the same. Pure.</summary>
internal static class Relapse
{
    /// <summary>How long the proof may be missing for other reasons than a fault that was found again: a server of eight GPUs boots for ten minutes
    /// and more, and a large model is read as long. Before a person is alarmed (DrainAlerts), the next rung comes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(25);

    /// <summary>What is so for a while after every reset and reboot.</summary>
    private static readonly string[] Passing = [FaultCatalog.AgentSilent.Code, FaultCatalog.InferenceDown.Code, FaultCatalog.SensorFailed.Code];

    /// <summary>What is to be mended still: before the proof, all that calls for the Drain; after the work, what was found since.</summary>
    public static IReadOnlyList<Condition> Ailing(Drain drain, IEnumerable<Condition> firing, DateTimeOffset now) => drain.State == DrainState.Validating
        ? [.. firing.Where(condition => condition.LastFoundAt > drain.StateSince && FoundAgain(drain, condition, now))]
        : [.. firing.Where(condition => condition.Drain != DrainAdvice.None || drain.Conditions.Contains(condition.Id))];

    /// <returns>Why; null: it may still be mended.</returns>
    /// <param name="missing">What still speaks against a return.</param>
    public static string? Of(Drain drain, IReadOnlyList<Condition> ailing, IReadOnlyList<string> missing, DateTimeOffset now)
    {
        var since = now - drain.StateSince;
        return drain switch
        {
            { State: not DrainState.Validating } => null,
            // The proof's own time: what was read before the work may still come in.
            _ when since < RepairProof.Watch => null,
            _ when ailing.Count > 0 => $"it is not mended, found since: {string.Join(" ", ailing.Select(condition => condition.Sentence))}",
            _ when since >= Patience && missing.Count > 0 => $"it is not proven within {Patience.TotalMinutes:0} minutes: {string.Join("; ", missing)}",
            _ => null,
        };
    }

    private static bool FoundAgain(Drain drain, Condition condition, DateTimeOffset now) =>
        // A risk is told for as long as it stands, and what it rests on is past.
        condition.Code != FaultCatalog.Risk.Code
        && (condition.Severity == Severity.Critical || drain.Conditions.Contains(condition.Id))
        && (!Passing.Contains(condition.Code) || now - drain.StateSince >= Patience);
}
