using SovereignFleet.Dashboard.Drains.Next;
using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>One row of what is wrong: a Problem, or a Host that is not as it should be without one, and what to do next.</summary>
/// <param name="Host">Null: it is of a Pool, or of the server itself.</param>
/// <param name="Problem">Null: nothing fires; a Drain waits for a person, or the Host is not heard.</param>
public sealed record FleetNeed(string Key, string Title, Host? Host, Problem? Problem, CellLook Look, NextAction Next, IReadOnlyList<string> Sentences)
{
    /// <summary>Commands on the Host that wait for a second person.</summary>
    public IReadOnlyList<HostCommand> Waiting { get; init; } = [];

    /// <summary>Who said that they are on it; empty: nobody.</summary>
    public string Owner => Problem?.Owner ?? "";
}
