using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>How the state of a plan, or of one of its Hosts, is shown.</summary>
internal readonly record struct PlanLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static PlanLook Of(Plan plan, DateTimeOffset now) => plan.State switch
    {
        PlanState.Running when plan.NotBefore is { } begins && begins.ToDateTimeOffset() > now => new(Tone.Watch, GlyphShape.Triangle, "planned"),
        PlanState.Running => new(Tone.Drain, GlyphShape.Wrench, "running"),
        PlanState.Paused => new(Tone.Act, GlyphShape.Diamond, "paused"),
        PlanState.Ended => new(Tone.Act, GlyphShape.Diamond, "past its end"),
        PlanState.Stopping => new(Tone.Drain, GlyphShape.Bar, "stopping"),
        PlanState.Stopped => new(Tone.Out, GlyphShape.Stroke, "stopped"),
        PlanState.Finished => new(Tone.Ok, GlyphShape.None, "finished"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };

    public static PlanLook Of(PlanHostState state) => state switch
    {
        PlanHostState.Waiting => new(Tone.Ok, GlyphShape.None, "waiting"),
        PlanHostState.Running => new(Tone.Drain, GlyphShape.Wrench, "out"),
        PlanHostState.Done => new(Tone.Ok, GlyphShape.None, "done"),
        PlanHostState.Failed => new(Tone.Act, GlyphShape.Diamond, "failed"),
        PlanHostState.Skipped => new(Tone.Out, GlyphShape.Stroke, "skipped"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };

    public static bool IsOver(Plan plan) => plan.State is PlanState.Stopped or PlanState.Finished;

    /// <summary>"3 of 8 done, 2 out, 1 failed, 1 skipped".</summary>
    public static string Progress(Plan plan)
    {
        int Count(PlanHostState state) => plan.Hosts.Count(host => host.State == state);
        var skipped = Count(PlanHostState.Skipped);
        string[] parts =
        [
            $"{Count(PlanHostState.Done)} of {plan.Hosts.Count - skipped} done",
            Said(Count(PlanHostState.Running), "out"), Said(Count(PlanHostState.Failed), "failed"), Said(skipped, "skipped"),
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>"2 at once, 1 of a pool, 1 of a rack".</summary>
    public static string Limits(PlanLimits limits) => string.Join(", ", new[]
    {
        $"{limits.AtOnce} at once", Said((int)limits.PerPool, "of a pool"), Said((int)limits.PerRack, "of a rack"),
        limits.Failures > 0 ? $"{limits.Failures} may fail" : "the first that fails pauses it",
    }.Where(part => part.Length > 0));

    /// <summary>The zone in which its times are told: that of its Hosts' Site; null where they stand at several.</summary>
    public static string? Zone(Plan plan, Func<string, string?> zoneOf) =>
        plan.Hosts.Select(host => host.SiteId).Distinct().Take(2).ToArray() is [var only] ? zoneOf(only) : null;

    private static string Said(int count, string word) => count == 0 ? "" : $"{count} {word}";
}
