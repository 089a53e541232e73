using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>What a GPU of the map reads now, for whoever points at its cell.</summary>
internal static class CellReadings
{
    /// <summary>"61 °C · 483 W · risk 7 d 0.21 %"; empty: nothing is known of now, or there is no such GPU.</summary>
    public static string Of(FleetSnapshot? fleet, string gpuUuid, bool stale)
    {
        foreach (var host in fleet?.Hosts ?? [])
        {
            if (host.Gpus.FirstOrDefault(gpu => gpu.Uuid == gpuUuid) is { } gpu)
            {
                return CellLook.Of(host, gpu, stale).IsCurrent ? Of(gpu) : "";
            }
        }

        return "";
    }

    private static string Of(Gpu gpu) =>
        $"{Shown.Number(gpu.HasTemperatureC ? gpu.TemperatureC : null)} °C · {Shown.Number(gpu.HasPowerW ? gpu.PowerW : null)} W · "
        + (gpu.Lost ? "lost" : $"risk 7 d {Shown.Percent(gpu.HasRisk7D ? gpu.Risk7D : null)}");
}
