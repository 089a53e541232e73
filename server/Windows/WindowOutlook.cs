using System.Globalization;

namespace SovereignFleet.Server.Windows;

/// <summary>What the calendar says of planned work at a Site, at one time.</summary>
internal sealed record WindowOutlook
{
    /// <summary>False: the approval alone decides, outside blackouts.</summary>
    public required bool HasWindows { get; init; }
    /// <summary>The Window that is open, else the next one, as blackouts leave them. Null: there is none, or none opens any more.</summary>
    public required WindowTime? Next { get; init; }
    /// <summary>The blackout that holds; null: none.</summary>
    public required string? Blackout { get; init; }
    /// <summary>When it ends, and those that follow it without a break.</summary>
    public required DateTimeOffset? BlackoutEnds { get; init; }
    /// <summary>How many Hosts may be out at once in what is open; null: no limit.</summary>
    public required int? AtOnce { get; init; }

    public bool IsOpen(DateTimeOffset now) => Blackout is null && (!HasWindows || Next?.Contains(now) == true);

    /// <summary>When planned work may begin next; null: not any more, as it stands.</summary>
    public DateTimeOffset? Opens => HasWindows ? Next?.Start : BlackoutEnds;

    /// <summary>"the site's Window weekly": what is waited for.</summary>
    public string Name => (Blackout, HasWindows, Next) switch
    {
        ({ } blackout, true, { } next) => $"the end of the blackout {blackout} ({Stamp(BlackoutEnds!.Value)}) and the site's Window {next.Name}",
        ({ } blackout, _, _) => $"the end of the blackout {blackout}",
        (null, _, { } next) => $"the site's Window {next.Name}",
        (null, _, null) => "the site's Window",
    };

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
