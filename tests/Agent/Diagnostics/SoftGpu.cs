using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Tests.Agent.Diagnostics;

/// <summary>A GPU of arrays, whole unless a test breaks it.</summary>
internal sealed class SoftGpu(GpuIdentity identity) : IGpu
{
    private uint[] memory = [];

    /// <summary>Bits that a word of the memory cannot let go of.</summary>
    public (int Place, uint Bits)? Stuck { get; set; }

    public bool ComputesWrong { get; set; }

    public bool CopiesWrong { get; set; }

    /// <summary>What the driver says as soon as memory is read.</summary>
    public GpuFault? Fault { get; set; }

    public Action AfterEachFill { get; set; } = () => { };

    public GpuIdentity Identity => identity;

    public long FreeBytes => 40_000;

    public bool IsReleased => memory.Length == 0;

    public long Reserve(long bytes)
    {
        memory = new uint[bytes / sizeof(uint)];
        return memory.Length * sizeof(uint);
    }

    public void Fill(MemoryPattern pattern, int step)
    {
        for (var place = 0; place < memory.Length; place++)
        {
            memory[place] = PatternWords.At(pattern, step, place);
        }

        if (Stuck is { } stuck)
        {
            memory[stuck.Place] |= stuck.Bits;
        }

        AfterEachFill();
    }

    public MemoryFaults Verify(MemoryPattern pattern, int step)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        var wrong = Enumerable.Range(0, memory.Length).Where(place => memory[place] != PatternWords.At(pattern, step, place)).ToList();
        return new MemoryFaults(wrong.Count, [.. wrong.Take(16).Select(place => new MemoryFault(place, PatternWords.At(pattern, step, place), memory[place]))]);
    }

    public void Release() => memory = [];

    public uint[] Compute(int threads, int seeds, int rounds)
    {
        var table = ComputeChain.Table(seeds, rounds);
        var results = new uint[threads];
        for (var thread = 0; thread < threads; thread++)
        {
            results[thread] = table[thread % seeds];
        }

        results[^1] ^= ComputesWrong ? 1u : 0u;
        return results;
    }

    public CopyTime Copy(CopyDirection direction, int bytes) => new(0.01, !CopiesWrong);

    public void Dispose()
    {
    }
}
