using System.Diagnostics.Metrics;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Api;

/// <summary>What the listeners refuse: each is counted on /metrics; the log has the first of a kind, and then how many there were each minute. So nobody
/// who can only knock fills a disk.</summary>
internal sealed partial class RefusalNews : IDisposable
{
    public const string MeterName = "SovereignFleet.Api";
    public static readonly TimeSpan ToldEach = TimeSpan.FromMinutes(1);

    private readonly ILogger<RefusalNews> logger;
    private readonly Meter meter = new(MeterName);
    private readonly FirstOfKind<(Listener Door, string What)> kinds;
    private Counter<long>? refused;

    public RefusalNews(TimeProvider time, ILogger<RefusalNews> logger)
    {
        this.logger = logger;
        kinds = new(time, ToldEach, (kind, count) => Log.CallsRefused(logger, kind.Door, count, kind.What));
    }

    /// <param name="what">One of few words: it is a label of the metric.</param>
    public void Count(Listener door, string what)
    {
        refused ??= meter.CreateCounter<long>("fleet_calls_refused", description: "Calls and connections that a listener refused, by why.");
        refused.Add(1, new("listener", door.ToString()), new("reason", what));
    }

    /// <summary>Counts it, and logs it where it is the first of its kind for a while.</summary>
    /// <param name="error">Null: nothing failed, somebody asked for what is not.</param>
    public void Tell(Listener door, string what, string address, Exception? error = null)
    {
        Count(door, what);
        if (!kinds.IsFirst((door, what), address, out _))
        {
            return;
        }

        if (error is null)
        {
            Log.CallRefused(logger, door, what, address);
        }
        else
        {
            Log.RequestFailed(logger, error, door, address);
        }
    }

    public void Dispose()
    {
        meter.Dispose();
        kinds.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3503, Level = LogLevel.Warning, Message = "Listener {Door} refused a call from {Address}: {Reason}. More of the kind are counted, and told each minute")]
        public static partial void CallRefused(ILogger logger, Listener door, string reason, string address);

        [LoggerMessage(EventId = 3504, Level = LogLevel.Warning, Message = "Listener {Door} refused {Count} more calls within a minute: {Reason}")]
        public static partial void CallsRefused(ILogger logger, Listener door, long count, string reason);

        [LoggerMessage(EventId = 3505, Level = LogLevel.Error, Message = "A request from {Address} failed at listener {Door}. More of the kind are counted, and told each minute")]
        public static partial void RequestFailed(ILogger logger, Exception error, Listener door, string address);
    }
}
