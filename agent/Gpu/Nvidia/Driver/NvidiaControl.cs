using System.Globalization;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;

namespace SovereignFleet.Agent.Gpu.Nvidia.Driver;

/// <summary>NVIDIA's driver as commands ask it.</summary>
internal sealed class NvidiaControl(NvmlDriver driver) : IGpuControl
{
    public uint? IndexOf(string uuid)
    {
        driver.EnsureOpen();
        return driver.Slots.FirstOrDefault(slot => slot.Uuid == uuid && slot.Device is not null)?.Index;
    }

    public string? RecoveryAction(string uuid) => Ask(uuid, static device => device.Field(NvmlField.RecoveryAction)) is { } answer ? Words(answer) : null;

    public bool Answers(string uuid) => Ask(uuid, static device => device.Temperature().Map(static celsius => (long)celsius)) is { IsOk: true };

    public bool Release() => driver.Release();

    public void Reacquire() => driver.Reacquire();

    public void AskForReopening() => driver.AskForReopening();

    /// <summary>nvml.h, values of NVML_FI_DEV_GET_GPU_RECOVERY_ACTION.</summary>
    private static string Words(NvmlAnswer<long> answer) => answer switch
    {
        { IsOk: false } => "unknown: " + answer.Reason,
        { Value: 0 } => "none",
        { Value: 1 } => "gpu reset",
        { Value: 2 } => "node reboot",
        { Value: 3 } => "drain p2p",
        { Value: 4 } => "drain and reset",
        { Value: 5 } => "recover imex domain",
        _ => answer.Value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Null where the library is being opened anew.</summary>
    private NvmlAnswer<long>? Ask(string uuid, Func<NvmlDevice, NvmlAnswer<long>> ask)
    {
        driver.EnsureOpen();
        return driver.Use<NvmlAnswer<long>?>(() => driver.Slots.FirstOrDefault(slot => slot.Uuid == uuid)?.Device is { } device
            ? ask(device)
            : new(NvmlOutcome.Lost, 0, $"the driver lists no GPU {uuid}"));
    }
}
