namespace SovereignFleet.Diagnostics.Checks;

/// <summary>A chain of integer, single and double steps whose result is known to the last bit: each step is exact or correctly
/// rounded, on a CPU as on a GPU. The kernel of the same name says the same. Pure.</summary>
internal static class ComputeChain
{
    public static uint Of(uint seed, int rounds)
    {
        var whole = unchecked((seed * 2654435761u) + 1u);
        var single = (float)(seed & 1023u) * 0.0009765625f;
        var twice = (double)(seed & 1023u) * 0.0009765625;
        for (var round = 0; round < rounds; round++)
        {
            whole = unchecked((whole * 1664525u) + 1013904223u);
            whole ^= whole >> 13;
            single = MathF.FusedMultiplyAdd(single, 0.75f, (float)(whole & 255u) * 0.00390625f);
            twice = Math.FusedMultiplyAdd(twice, 0.625, (double)(whole >> 24) * 0.00390625);
        }

        var bits = BitConverter.DoubleToUInt64Bits(twice);
        return whole ^ BitConverter.SingleToUInt32Bits(single) ^ (uint)bits ^ (uint)(bits >> 32);
    }

    /// <summary>The results of the seeds 0, 1, 2...</summary>
    public static uint[] Table(int seeds, int rounds) => [.. Enumerable.Range(0, seeds).AsParallel().AsOrdered().Select(seed => Of((uint)seed, rounds))];
}
