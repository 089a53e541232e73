using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>What one function of NVML tells of a GPU. It is asked where no field and no earlier function gives the same metric.</summary>
/// <param name="Metric">The number of the reading's field that it fills, or the first of those.</param>
internal sealed record GpuFact(int Metric, GpuPace Pace, GpuFact.Reading Read)
{
    internal delegate NvmlAnswer<bool> Reading(NvmlDevice device, GpuReading to);

    /// <param name="function">By the name that NVML exports.</param>
    public static GpuFact Of<T>(int metric, GpuPace pace, string function, NvmlLibrary.Query<T> query, Action<GpuReading, T> put) =>
        Of(metric, pace, device => device.Ask(function, query), put);

    public static GpuFact Of<T>(int metric, GpuPace pace, Func<NvmlDevice, NvmlAnswer<T>> ask, Action<GpuReading, T> put) =>
        new(metric, pace, (device, to) =>
        {
            var answer = ask(device);
            if (answer.IsOk)
            {
                put(to, answer.Value!);
            }

            return new(answer.Outcome, answer.IsOk, answer.Reason);
        });
}
