namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>One GPU under examination. What the driver refuses is a <see cref="GpuFault"/>.</summary>
internal interface IGpu : IDisposable
{
    GpuIdentity Identity { get; }

    long FreeBytes { get; }

    /// <summary>Takes memory, up to so much; answers how many bytes it got.</summary>
    long Reserve(long bytes);

    /// <summary>Writes a pattern over all that is reserved.</summary>
    void Fill(MemoryPattern pattern, int step);

    /// <summary>Compares all that is reserved with what was written.</summary>
    MemoryFaults Verify(MemoryPattern pattern, int step);

    void Release();

    /// <summary>The chain of ComputeChain in so many threads; thread i begins with seed i % seeds.</summary>
    uint[] Compute(int threads, int seeds, int rounds);

    /// <summary>Copies so many bytes and back where the direction leaves the GPU; answers how long the one direction took.</summary>
    CopyTime Copy(CopyDirection direction, int bytes);
}

internal enum CopyDirection
{
    HostToDevice,
    DeviceToHost,
    DeviceToDevice,
}

/// <param name="Intact">What arrived is what was sent.</param>
internal sealed record CopyTime(double Seconds, bool Intact);

/// <param name="Count">All of them; First has the first few.</param>
internal sealed record MemoryFaults(long Count, IReadOnlyList<MemoryFault> First);
