using System.Globalization;

namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>Whether the Host was read since its agent's answer. Pure.</summary>
internal static class FreshReading
{
    /// <summary>How old a reading may be that proves something. Agents are heard each second.</summary>
    private static readonly TimeSpan Stands = TimeSpan.FromSeconds(5);

    /// <summary>Null: it was, and just now. Else what is waited for.</summary>
    public static string? WhyNot(ProofFacts facts, DateTimeOffset now) => facts switch
    {
        { HeardAt: null } or { Frame: null } or { ReadAt: null } => "a first reading of the host; nothing was ever heard of it",
        // What was read before and came after tells of the time before.
        { ReadAt: { } read } when read <= facts.AnsweredAt => $"a reading of the host from after {Stamp(facts.AnsweredAt)}",
        { HeardAt: { } heard } when now - heard > Stands => $"a fresh reading of the host; the last came at {Stamp(heard)}",
        _ => null,
    };

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
