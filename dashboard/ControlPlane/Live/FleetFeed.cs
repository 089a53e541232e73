using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.ControlPlane.Live;

/// <summary>The fleet as this circuit last saw it: one WatchFleet stream, shared by everything on the page.</summary>
internal sealed class FleetFeed(FleetApi api, PersonRefresh person, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan PersonPeriod = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource stop = new();
    private Task? following;

    /// <summary>Raised after each snapshot and each break, on the stream's thread: listeners switch to their renderer.</summary>
    public event Action? Changed;

    /// <summary>The newest snapshot; null before the first.</summary>
    public FleetSnapshot? Snapshot { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Why the stream is broken; null while it runs.</summary>
    public Fault? Fault { get; private set; }

    public Freshness Freshness => Freshness.Of(Snapshot is null ? null : time.GetUtcNow() - ReceivedAt, Fault is not null);

    /// <summary>The time zone of a Host's Site; null where the Host is not known.</summary>
    public string? ZoneOf(string hostName) =>
        Snapshot?.Hosts.FirstOrDefault(host => host.Name == hostName) is { } host ? ZoneOfSite(host.SiteId) : null;

    /// <summary>The time zone of a Site; null where the Site is not known.</summary>
    public string? ZoneOfSite(string siteId) => Snapshot?.Sites.FirstOrDefault(site => site.Id == siteId)?.TimeZone;

    /// <summary>Starts following, once; later calls do nothing.</summary>
    public void Start() => following ??= Task.WhenAll(
        api.FollowAsync(
            options => api.Fleet.WatchFleet(new WatchFleetRequest(), options), answer => Take(answer.Fleet, null), fault => Take(null, fault), stop.Token),
        FollowPersonAsync());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (following is not null)
        {
            await following;
        }

        stop.Dispose();
    }

    // The stream says nothing of the person: a role that was changed, or a session that was ended, shows within this period.
    private async Task FollowPersonAsync()
    {
        Unattended.Begin();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(PersonPeriod, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (Fault is null && !stop.IsCancellationRequested)
            {
                await person.AskAsync(stop.Token);
            }
        }
    }

    private async Task Take(FleetSnapshot? snapshot, Fault? fault)
    {
        var back = Fault is not null && snapshot is not null;
        Fault = fault;
        if (snapshot is not null)
        {
            (Snapshot, ReceivedAt) = (snapshot, time.GetUtcNow());
        }

        // After a break the person's rights may be others than before it.
        if (back)
        {
            await person.AskAsync(stop.Token);
        }

        Changed?.Invoke();
    }
}
