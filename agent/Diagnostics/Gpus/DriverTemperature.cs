namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>Temperatures by NVML, which ManagedCuda does not contain.</summary>
internal sealed class DriverTemperature : ITemperature
{
    private const uint GpuDie = 0;

    private readonly bool isOpen = IsOpen();

    public int? Celsius(string uuid) =>
        isOpen && NvmlNative.HandleByUuid(uuid, out var device) == 0 && NvmlNative.Temperature(device, GpuDie, out var celsius) == 0 ? (int)celsius : null;

    private static bool IsOpen()
    {
        try
        {
            return NvmlNative.Init() == 0;
        }
        catch (Exception none) when (none is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
