using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Events;

/// <summary>What becomes of the Events of one kind, or of those among them whose detail says so.</summary>
/// <param name="Key">The key of the detail that must have one of the words; empty: whatever the detail says.</param>
/// <param name="Why">Which rule judges it, or why none does.</param>
/// <param name="Fault">Null: <c>HostEventRule</c> makes no Condition of it.</param>
internal sealed record EventRow(string Kind, string Key, IReadOnlyList<string> Words, string Why, EventFault? Fault)
{
    public bool IsOf(string kind, IReadOnlyDictionary<string, string> detail) =>
        kind == Kind && (Key.Length == 0 || (detail.GetValueOrDefault(Key) is { } said && Words.Contains(said, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>The Condition that an Event leads to.</summary>
/// <param name="Name">What is wrong, as the end of its code: "sxid-fatal".</param>
/// <param name="Sentence">"{...}" is a key of the Event's detail, or host, gpu or code.</param>
internal sealed record EventFault(string Name, Severity Severity, DrainAdvice Drain, RemedyKind Remedy, EventEnd End, string Sentence, string Action);

/// <summary>What proves that it is over, besides the repair of a Drain, which proves all.</summary>
internal enum EventEnd
{
    /// <summary>Only the repair.</summary>
    Repair,
    Reboot,
    /// <summary>A reset of the GPU, or a reboot.</summary>
    Reset,
    /// <summary>An hour in which it does not come again.</summary>
    Quiet,
}
