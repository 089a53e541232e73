namespace SovereignFleet.Server.Windows;

/// <summary>One occurrence of a Window.</summary>
internal sealed record WindowTime(string Name, DateTimeOffset Start, DateTimeOffset End)
{
    public bool Contains(DateTimeOffset now) => Start <= now && now < End;
}
