namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>What is written over the memory. The numbers are those of kernels.cu.</summary>
internal enum MemoryPattern
{
    /// <summary>One bit, at another place in each word, that walks through all 32 with the steps: shorts between data lines.</summary>
    WalkingOnes = 0,

    /// <summary>Each word holds its own place: address lines that are stuck or shorted.</summary>
    Address = 1,

    /// <summary>0x55555555 and 0xAAAAAAAA by turns: cells that disturb their neighbours.</summary>
    Checkerboard = 2,

    InverseCheckerboard = 3,
}
