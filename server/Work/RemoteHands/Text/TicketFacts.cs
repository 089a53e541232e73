using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>All that a repair ticket tells: what <see cref="TicketText"/> writes.</summary>
internal sealed record TicketFacts
{
    public required string Reference { get; init; }
    /// <summary>The drain's page; null where no dashboard address is configured.</summary>
    public required string? Link { get; init; }
    public required string SiteName { get; init; }
    public required string SiteId { get; init; }
    public required TimeZoneInfo Zone { get; init; }
    public required string Contact { get; init; }
    public required string Rack { get; init; }
    public required int U { get; init; }
    public required string HostName { get; init; }
    public required string? AssetTag { get; init; }
    public required string? BoardSerial { get; init; }
    public required string? BoardModel { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset DrainedAt { get; init; }
    /// <summary>How the Host was found empty: the Drain's own sentence.</summary>
    public required string Proof { get; init; }
    public required TouchState Touch { get; init; }
    public required WindowTime? Window { get; init; }
    public required IReadOnlyList<TicketEvidence> Evidence { get; init; }
    /// <summary>What machines tried before: "GPU 3 reset twice, host rebooted once". Empty: nothing.</summary>
    public string Tried { get; init; } = "";
    /// <summary>The same, a line each with its time and what came of it.</summary>
    public IReadOnlyList<string> TriedLines { get; init; } = [];
}
