using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>The driver of one maker, as <see cref="GpuSensor"/> reads GPUs by it. A folder beside Nvidia that has this,
/// <see cref="IGpuControl"/>, an event source and an inventory source is another maker. Calls block, and may hang in the driver.</summary>
internal interface IGpuDriver
{
    /// <summary>Why nothing can be read now; null where the driver is open and lists at least one GPU that is or was here.</summary>
    string? Reason { get; }

    /// <summary>How many GPUs are here, or were.</summary>
    int Count { get; }

    /// <summary>Changes whenever the GPUs have to be listed anew: those of an earlier generation are read no more.</summary>
    int Generation { get; }

    /// <summary><see cref="EnsureOpen"/> would do something.</summary>
    bool NeedsOpening { get; }

    /// <summary>Opens the driver where it is not open or was lost, if the pause since the last try is over.</summary>
    void EnsureOpen();

    /// <summary>All GPUs answer: the next fault is met at once again.</summary>
    void ReportHealthy();

    /// <summary>The GPUs of this generation; whoever lists them disposes them.</summary>
    IReadOnlyList<IGpu> List();
}

/// <summary>One GPU of one generation. Its reading is the link's: what the maker does not tell stays absent.</summary>
internal interface IGpu : IDisposable
{
    /// <summary>The driver's number of it.</summary>
    uint Index { get; }

    /// <summary>Empty only for a GPU that was lost before anybody could ask its name.</summary>
    string Uuid { get; }

    /// <summary>The last reading found that the GPU works otherwise than before (MIG, persistence): it must be described anew.</summary>
    bool ModesChanged { get; }

    /// <summary>What it tells now; a GPU that is lost or cannot be read is told as that, not thrown.</summary>
    GpuReading Read();
}
