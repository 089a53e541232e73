using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Gateway;

/// <summary>What gateways tell of other Hosts' BMCs: kept, and judged as those Hosts'.</summary>
internal sealed partial class GatewayReadings(
    GatewayBook book, GatewayRefusals refusals, HeartbeatBoard heartbeats, IEnumerable<IHostObserver> observers, IDbContextFactory<FleetDb> contexts, ILogger<GatewayReadings> logger)
{
    private const int LongestFailure = 500;
    private readonly IHostObserver[] observers = [.. observers];
    private readonly ConcurrentDictionary<Guid, byte> unread = new();

    /// <summary>A reading that cannot be judged because the database is away is dropped: the next one comes in seconds.</summary>
    public async Task TakeAsync(HostIdentity gateway, Frame frame, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (frame.Gateway.Count == 0)
        {
            return;
        }

        try
        {
            var hosts = await book.HostsOfAsync(gateway, cancellationToken);
            foreach (var reading in frame.Gateway.Where(reading => hosts.ContainsKey(reading.Host)))
            {
                await TakeAsync(WordOf(reading, hosts[reading.Host], gateway, receivedAt), cancellationToken);
            }

            await RefuseAsync(gateway, [.. frame.Gateway.Where(reading => !hosts.ContainsKey(reading.Host))], receivedAt, cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException })
        {
            Log.GatewayReadingNotJudged(logger, gateway.Name, error.Message);
        }
    }

    private static BmcWord WordOf(GatewayReading reading, HostIdentity host, HostIdentity gateway, DateTimeOffset receivedAt)
    {
        var failure = reading.Bmc is null ? EventMapper.Clean(reading.Status?.Reason ?? "", LongestFailure) : "";
        return new(host, gateway, reading.Bmc, reading.Bmc is null && failure.Length == 0 ? "no reason was told" : failure, receivedAt);
    }

    private async Task TakeAsync(BmcWord word, CancellationToken cancellationToken)
    {
        heartbeats.PutBmc(word);
        if (word.Reading is null && unread.TryAdd(word.Host.Id, 0))
        {
            Log.BmcNotRead(logger, word.Host.Name, word.Gateway.Name, word.Failure);
        }
        else if (word.Reading is not null && unread.TryRemove(word.Host.Id, out _))
        {
            Log.BmcReadAgain(logger, word.Host.Name, word.Gateway.Name);
        }

        foreach (var observer in observers)
        {
            await observer.OnBmcAsync(word, cancellationToken);
        }
    }

    private async Task RefuseAsync(HostIdentity gateway, IReadOnlyList<GatewayReading> refused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = refused.Select(reading => refusals.Tell(gateway, reading.Host, "BMC readings", now)).OfType<JournalEntry>().ToArray();
        if (entries.Length == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AddRange(entries);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2701, Level = LogLevel.Warning, Message = "What {Gateway} told of other Hosts' BMCs could not be judged: {Reason}")]
        public static partial void GatewayReadingNotJudged(ILogger logger, string gateway, string reason);

        [LoggerMessage(EventId = 2702, Level = LogLevel.Information, Message = "The BMC of {Host} cannot be read by its gateway {Gateway}: {Reason}")]
        public static partial void BmcNotRead(ILogger logger, string host, string gateway, string reason);

        [LoggerMessage(EventId = 2703, Level = LogLevel.Information, Message = "The BMC of {Host} is read by its gateway {Gateway} again")]
        public static partial void BmcReadAgain(ILogger logger, string host, string gateway);
    }
}
