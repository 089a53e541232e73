using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

internal sealed record BenchHost(string Name, KernelLogFeed KernelLog, GpuScenario Gpus);
