namespace SovereignFleet.Tests.Agent.Spool;

internal abstract record SpoolStep
{
    public sealed record Write(bool Event, int Size) : SpoolStep;

    /// <summary>Acknowledges so many messages from the first-th written on, whether they are there or not.</summary>
    public sealed record Acknowledge(int First, int Count) : SpoolStep;

    public sealed record Flush : SpoolStep;

    /// <summary>Goes on with what was in the files at this instant.</summary>
    public sealed record Kill : SpoolStep;

    /// <summary>A kill, and one byte of one file flipped.</summary>
    public sealed record Damage(int Place) : SpoolStep;

    /// <summary>Power is cut: what was not synced is gone, or comes through in part.</summary>
    public sealed record Cut(int Chance) : SpoolStep;

    /// <summary>The disk takes so many bytes more.</summary>
    public sealed record Fill(int Room) : SpoolStep;

    /// <summary>The disk has room again.</summary>
    public sealed record Free : SpoolStep;

    /// <summary>A kill, and a segment that the disk cannot read any more.</summary>
    public sealed record Unreadable(int Place) : SpoolStep;
}
