namespace SovereignFleet.Diagnostics.Gpus;

/// <param name="Place">Of the 32-bit word in the memory that was checked.</param>
internal sealed record MemoryFault(long Place, uint Expected, uint Found);
