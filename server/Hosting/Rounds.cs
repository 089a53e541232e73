namespace SovereignFleet.Server.Hosting;

/// <summary>The loop of a worker: a round, a pause, the next round, until the server stops. A round that fails is tried again after
/// the pause, and told when its error is another than the last round's: a database that is away for an hour is one line in the log.</summary>
internal static class Rounds
{
    /// <param name="ready">The first round waits for it.</param>
    /// <param name="round">Throws what it cannot mend itself.</param>
    /// <param name="pause">Ends early where the worker has something to wake for.</param>
    /// <param name="tell">Writes to the worker's own log.</param>
    /// <param name="stopping">Ends the loop without an exception.</param>
    public static async Task RunAsync(
        DatabaseReady ready, Func<CancellationToken, Task> round, Func<CancellationToken, Task> pause, Action<Exception> tell, CancellationToken stopping)
    {
        await ready.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        string? told = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round(stopping);
                told = null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (error.Message != told)
                {
                    told = error.Message;
                    tell(error);
                }
            }

            await pause(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
