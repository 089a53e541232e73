namespace SovereignFleet.Server.Windows;

/// <summary>One occurrence of a Window, or what blackouts leave of it.</summary>
internal sealed record WindowTime(string Name, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>How many Hosts may be out at once; null: the Window sets no limit.</summary>
    public int? AtOnce { get; init; }

    public bool Contains(DateTimeOffset now) => Start <= now && now < End;
}
