using SovereignFleet.Agent.Gpu;

namespace SovereignFleet.Agent.Commands.Actions.GpuReset;

/// <summary>Asks the driver about one GPU before and after a command, with a bound on each question.</summary>
internal sealed class GpuProbe(IGpuControl control, TimeProvider time)
{
    /// <summary>A reset GPU is back within seconds.</summary>
    public static readonly TimeSpan ReturnTimeOut = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>"none", "gpu reset"; or why it cannot be told.</summary>
    public async Task<string> RecoveryActionAsync(string uuid, CancellationToken cancellationToken) =>
        await AskAsync(() => control.RecoveryAction(uuid), cancellationToken) ?? "unknown: the driver does not answer";

    /// <summary>Its number with the driver, which DCGM shares; null where the driver lists no such GPU.</summary>
    public uint? IndexOf(string uuid) => control.IndexOf(uuid);

    /// <summary>False: a call hangs in the driver.</summary>
    public async Task<bool> ReleaseAsync(CancellationToken cancellationToken) => await Task.Run(control.Release, cancellationToken);

    public void Reacquire() => control.Reacquire();

    public async Task<bool> ReturnsAsync(string uuid, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < ReturnTimeOut;)
        {
            if (await AskAsync(() => control.Answers(uuid), cancellationToken))
            {
                return true;
            }

            control.AskForReopening();
            await Task.Delay(Pause, time, cancellationToken);
        }

        return false;
    }

    /// <summary>Default where the driver hangs.</summary>
    private async Task<T?> AskAsync<T>(Func<T?> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(ask, cancellationToken).WaitAsync(TimeOut, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }
}
