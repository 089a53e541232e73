namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>The patterns, as the kernels write them. Pure.</summary>
internal static class PatternWords
{
    /// <summary>The patterns of one pass, each with its steps.</summary>
    public static IEnumerable<(MemoryPattern Pattern, int Step)> Pass =>
    [
        (MemoryPattern.Address, 0), (MemoryPattern.Checkerboard, 0), (MemoryPattern.InverseCheckerboard, 0),
        .. Enumerable.Range(0, 32).Select(step => (MemoryPattern.WalkingOnes, step)),
    ];

    /// <summary>The 32-bit word at a place.</summary>
    public static uint At(MemoryPattern pattern, int step, long place) => pattern switch
    {
        MemoryPattern.WalkingOnes => 1u << (int)((place + step) & 31),
        // 32 bits number 16 GiB of words: what lies beyond differs by its upper half.
        MemoryPattern.Address => unchecked((uint)place ^ ((uint)(place >> 32) * 0x9E3779B9u)),
        MemoryPattern.Checkerboard => (place & 1) != 0 ? 0xAAAAAAAAu : 0x55555555u,
        MemoryPattern.InverseCheckerboard => (place & 1) != 0 ? 0x55555555u : 0xAAAAAAAAu,
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "Unknown pattern."),
    };
}
