using SovereignFleet.Dashboard.ControlPlane.Calls;

namespace SovereignFleet.Dashboard.ControlPlane.Live;

/// <summary>A page over a list that has no stream: asked again, mostly every two seconds, while the page is open.</summary>
public abstract class PolledComponent<T> : LiveComponent where T : class
{
    private int asked;

    /// <summary>How long an answer is good for.</summary>
    protected virtual TimeSpan Period => TimeSpan.FromSeconds(2);

    /// <summary>The newest answer; null before the first. It stays after a failure, marked as old.</summary>
    protected T? Value { get; private set; }

    /// <summary>Why there is no newer answer; null while there is.</summary>
    private protected Fault? Problem { get; private set; }

    private protected abstract Task<Answer<T>> AskAsync(CancellationToken cancellationToken);

    protected override void GoLive() => _ = InvokeAsync(PollAsync);

    // Another address, another question: its answer must not wait for the next round.
    protected override Task OnParametersSetAsync() => asked == 0 ? Task.CompletedTask : AskNowAsync();

    protected async Task AskNowAsync()
    {
        var mine = ++asked;
        var (value, fault) = await AskAsync(Gone);
        // An answer to an older question may come after the one to a newer.
        if (mine != asked)
        {
            return;
        }

        Problem = fault;
        Value = value ?? Value;
        Redraw();
    }

    private async Task PollAsync()
    {
        var gone = Gone;
        while (!gone.IsCancellationRequested && Problem is not { SignInEnded: true })
        {
            await AskNowAsync();
            // The first time somebody opened the page; from now on it looks by itself.
            Unattended.Begin();
            await Task.Delay(Period, Time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
