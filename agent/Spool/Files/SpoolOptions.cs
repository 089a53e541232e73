namespace SovereignFleet.Agent.Spool.Files;

/// <summary>Where the spool lies and how much of the disk it may take.</summary>
internal sealed record SpoolOptions
{
    public required string Folder { get; init; }

    /// <summary>This boot of the Host: each Event says in which one it was read. Empty: unknown.</summary>
    public string BootId { get; init; } = "";

    /// <summary>Spool:LimitMegabytes. All segments together.</summary>
    public long LimitBytes { get; init; } = 512L << 20;

    /// <summary>Spool:ReserveMegabytes. What is left free on the disk, or a twentieth of the disk where that is less.</summary>
    public long ReserveBytes { get; init; } = 1L << 30;

    /// <summary>At this size a segment is closed and the next begun: half an hour of eight GPUs. What is acknowledged is given back
    /// a segment at a time, and a start reads a segment at a time into memory.</summary>
    public long SegmentBytes { get; init; } = 1L << 20;

    /// <summary>A tenth of the limit at most, so that dropping the oldest segment never costs more than that.</summary>
    public long RollAt => Math.Max(4096, Math.Min(SegmentBytes, LimitBytes / 20));
}
