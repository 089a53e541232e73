using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;

namespace SovereignFleet.Dashboard.ControlPlane.Live;

/// <summary>A component that follows the fleet: it is drawn again at each snapshot, each break, and each second, since what nobody speaks of any more becomes old. The ages themselves the browser counts.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly CancellationToken goneToken;
    private ITimer? clock;

    // Taken once: a reader that comes late must not meet a disposed source.
    protected LiveComponent() => goneToken = gone.Token;

    [Inject] internal FleetFeed Feed { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal TimeProvider Time { get; set; } = null!;

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone => goneToken;

    protected DateTimeOffset Now => Time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        Feed.Changed -= Redraw;
        OnGone();
        if (clock is not null)
        {
            await clock.DisposeAsync();
        }

        await gone.CancelAsync();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        Feed.Changed += Redraw;
        Feed.Start();
        clock = Time.CreateTimer(_ => Redraw(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        GoLive();
    }

    /// <summary>The circuit is up: start what this component follows besides the fleet.</summary>
    protected virtual void GoLive()
    {
    }

    /// <summary>The component leaves the page: release what <see cref="GoLive"/> subscribed to.</summary>
    protected virtual void OnGone()
    {
    }

    protected void Redraw()
    {
        if (!goneToken.IsCancellationRequested)
        {
            _ = DrawAsync();
        }
    }

    // What other components ask for because they are drawn again, nobody has asked for.
    private async Task DrawAsync()
    {
        Unattended.Begin();
        await InvokeAsync(StateHasChanged);
    }
}
