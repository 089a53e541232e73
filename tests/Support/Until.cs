using System.Diagnostics;

namespace SovereignFleet.Tests.Support;

/// <summary>Waits for a state instead of a time: asks until the answer fits, and fails with the last answer.</summary>
internal static class Until
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task<T> Async<T>(
        string what, Func<CancellationToken, Task<T>> ask, Func<T, bool> fits, CancellationToken cancellationToken) =>
        Async(what, ask, fits, Patience, cancellationToken);

    public static async Task<T> Async<T>(
        string what,
        Func<CancellationToken, Task<T>> ask,
        Func<T, bool> fits,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var last = "nothing";
        while (watch.Elapsed < patience)
        {
            try
            {
                var answer = await ask(cancellationToken);
                if (fits(answer))
                {
                    return answer;
                }

                last = answer?.ToString() ?? "null";
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // What is not there yet refuses connections: that is an answer that does not fit.
                last = exception.GetType().Name + ": " + exception.Message;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        throw new TimeoutException($"Not within {patience.TotalSeconds} s: {what}. Last answer: {last}");
    }

    public static Task TrueAsync(string what, Func<bool> holds, CancellationToken cancellationToken) =>
        Async(what, _ => Task.FromResult(holds()), answer => answer, cancellationToken);
}
