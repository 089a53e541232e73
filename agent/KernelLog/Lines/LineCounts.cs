namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>How the lines of a log fared: each is in exactly one of the classes.</summary>
internal sealed class LineCounts
{
    private readonly long[] counts = new long[4];

    public long Lines => counts[0] + counts[1] + counts[2] + counts[3] + Empty;

    /// <summary>No text, or the dictionary that follows a record of /dev/kmsg (" SUBSYSTEM=pci").</summary>
    public long Empty { get; private set; }

    public long this[LineClass fared] => counts[(int)fared];

    public void Add(LineClass fared) => counts[(int)fared]++;

    public void AddEmpty() => Empty++;

    public void Reclass(int lines)
    {
        var moved = Math.Min(lines, counts[(int)LineClass.Continuation]);
        counts[(int)LineClass.Continuation] -= moved;
        counts[(int)LineClass.NotUnderstood] += moved;
    }
}
