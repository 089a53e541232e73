namespace SovereignFleet.Benchmarks;

/// <param name="At">Just before the line was written to the kernel log.</param>
internal sealed record PlayedFault(string GpuUuid, int Code, DateTimeOffset At);
