namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>One record of the kernel's log, from whichever form it was read.</summary>
/// <param name="Text">Without level, time, host and tag; at most <see cref="LongestText"/> characters.</param>
/// <param name="Sequence">The record's number since boot; only /dev/kmsg has it.</param>
/// <param name="SinceBoot">Where the form counts from boot.</param>
/// <param name="At">Where the form tells a time of day.</param>
internal sealed record KernelRecord(string Text, ulong? Sequence, TimeSpan? SinceBoot, DateTimeOffset? At)
{
    public const int LongestText = 2048;

    /// <summary>How many characters stood before the text: the further lines of a record with several are indented by as many.</summary>
    public int PrefixLength { get; init; }

    /// <summary>How often it was written; a syslog daemon may count instead of writing one text again and again.</summary>
    public uint Times { get; init; } = 1;

    /// <summary>False where a log of the whole machine says that another program wrote the line.</summary>
    public bool IsKernels { get; init; } = true;
}
