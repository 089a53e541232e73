using System.Globalization;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Gpu.Nvml;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>What the driver says of one GPU before and after a repair.</summary>
internal sealed class GpuWitness(NvmlDriver driver, TimeProvider time)
{
    /// <summary>A reset GPU is back within seconds.</summary>
    public static readonly TimeSpan PatienceWithReturn = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <summary>"none", "gpu reset"; or why it cannot be told.</summary>
    public async Task<string> RecoveryActionAsync(string uuid, CancellationToken cancellationToken) =>
        await AskAsync(() => Read(uuid), cancellationToken) is { } answer ? Told(answer) : "unknown: the driver does not answer";

    /// <summary>Its number with the driver, which DCGM shares; null where the driver lists no such GPU.</summary>
    public uint? IndexOf(string uuid)
    {
        driver.EnsureOpen();
        return driver.Slots.FirstOrDefault(slot => slot.Uuid == uuid && slot.Device is not null)?.Index;
    }

    /// <summary>False: a call hangs in the driver.</summary>
    public async Task<bool> LetGoAsync(CancellationToken cancellationToken) => await Task.Run(driver.LetGo, cancellationToken);

    public void TakeBack() => driver.TakeBack();

    public async Task<bool> ReturnsAsync(string uuid, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < PatienceWithReturn;)
        {
            if (await AskAsync(() => Temperature(uuid), cancellationToken) is { IsOk: true })
            {
                return true;
            }

            driver.AskForReopening();
            await Task.Delay(Glance, time, cancellationToken);
        }

        return false;
    }

    /// <summary>nvml.h, values of NVML_FI_DEV_GET_GPU_RECOVERY_ACTION.</summary>
    private static string Told(NvmlAnswer<long> answer) => answer switch
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

    private static NvmlAnswer<long> Gone(string uuid) => new(NvmlOutcome.Lost, 0, $"the driver lists no GPU {uuid}");

    private NvmlAnswer<long> Read(string uuid) => Device(uuid)?.Field(NvmlField.RecoveryAction) ?? Gone(uuid);

    private NvmlAnswer<long> Temperature(string uuid) => Device(uuid)?.Temperature().Map(static celsius => (long)celsius) ?? Gone(uuid);

    private NvmlDevice? Device(string uuid) => driver.Slots.FirstOrDefault(slot => slot.Uuid == uuid)?.Device;

    /// <summary>Null where the driver hangs.</summary>
    private async Task<NvmlAnswer<long>?> AskAsync(Func<NvmlAnswer<long>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(
                () =>
                {
                    driver.EnsureOpen();
                    return driver.Use<NvmlAnswer<long>?>(() => ask());
                },
                cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
