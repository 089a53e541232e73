namespace SovereignFleet.Tests.Agent.Spool;

internal abstract record SpoolStep
{
    public sealed record Write(bool Event, int Size) : SpoolStep;

    /// <summary>Acknowledges so many messages from the first-th written on, whether they are there or not.</summary>
    public sealed record Acknowledge(int First, int Count) : SpoolStep;

    public sealed record Flush : SpoolStep;

    /// <summary>Goes on with what was in the files at this instant.</summary>
    public sealed record Kill : SpoolStep;

    /// <summary>A kill, and one byte of one segment flipped.</summary>
    public sealed record Damage(int Place) : SpoolStep;
}
