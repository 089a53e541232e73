using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules;

/// <summary>Windows of a Host with some GPUs, as the rules see them.</summary>
internal static class Windows
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    public static readonly HostIdentity Host = new(Guid.NewGuid(), "gpu-yul1-01", "yul1");

    public static HostWindow Of(int gpus, HostProfile? expected = null)
    {
        var window = new HostWindow(Host) { Expected = expected };
        var inventory = new Inventory();
        inventory.Gpus.AddRange(Enumerable.Range(0, gpus).Select(Info));
        window.Add(new SettledInventory(inventory, []));
        return window;
    }

    public static GpuInfo Info(int index) => new()
    {
        Uuid = $"GPU-{index}",
        Index = (uint)index,
        Name = "NVIDIA H100 80GB HBM3",
        PciAddress = $"00000000:0{index}:00.0",
        PcieMaxGeneration = 5,
        PcieMaxWidth = 16,
    };

    public static GpuReading Reading(int index, Action<GpuReading>? set = null)
    {
        var reading = new GpuReading { Uuid = $"GPU-{index}", Index = (uint)index, State = GpuReading.Types.State.Present };
        set?.Invoke(reading);
        return reading;
    }

    public static GpuReading Unreadable(int index, string error) => Reading(index, reading => (reading.State, reading.Error) = (GpuReading.Types.State.Unreadable, error));

    /// <summary>A Frame of all GPUs, of which the first is as it is set.</summary>
    public static HostWindow Read(this HostWindow window, Action<GpuReading> set, DateTimeOffset? at = null)
    {
        var frame = new Frame();
        frame.Gpus.AddRange(window.Gpus.Select((gpu, index) => Reading(index, index == 0 ? set : null)));
        window.Add(frame, at ?? Now);
        return window;
    }

    public static HostWindow Heard(this HostWindow window, params GpuReading[] readings)
    {
        window.Add(new Frame { Gpus = { readings } }, Now);
        return window;
    }

    /// <summary>A Frame without any GPU.</summary>
    public static HostWindow Blind(this HostWindow window, string reason, SensorStatus.Types.Outcome outcome = SensorStatus.Types.Outcome.NotSupported)
    {
        window.Add(new Frame { Sensors = { new SensorStatus { Name = "gpu", Outcome = outcome, Reason = reason } } }, Now);
        return window;
    }

    /// <summary>"found", "clear", or "" where nothing is said; of the first GPU or of the Host.</summary>
    public static string Says(this IHealthRule rule, HostWindow window, string? gpu = null) =>
        rule.Judge(window, Now).Where(verdict => verdict.GpuUuid == gpu).Select(verdict => verdict.Finding is null ? "clear" : "found").SingleOrDefault() ?? "";

    public static Finding Finds(this IHealthRule rule, HostWindow window) => rule.Judge(window, Now).Select(verdict => verdict.Finding).OfType<Finding>().Single();
}
