using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.Ingest.Gateway;

/// <summary>What gateways read of other Hosts' BMCs, on its way into those Hosts' pulses.</summary>
internal sealed partial class GatewayReadings(
    GatewayBook book, GatewayRefusals refusals, PulseBoard pulses, IDbContextFactory<FleetDb> contexts, ILogger<GatewayReadings> logger)
{
    private readonly ConcurrentDictionary<Guid, string> unread = new();

    /// <summary>A reading that cannot be judged because the database is away is dropped: the next one comes in seconds.</summary>
    public async Task TakeAsync(HostIdentity gateway, Frame frame, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (frame.Gateway.Count == 0)
            return;
        try
        {
            var hosts = await book.HostsOfAsync(gateway, cancellationToken);
            foreach (var reading in frame.Gateway.Where(reading => hosts.ContainsKey(reading.Host)))
                Take(gateway, hosts[reading.Host], reading, frame, receivedAt);
            await RefuseAsync(gateway, [.. frame.Gateway.Where(reading => !hosts.ContainsKey(reading.Host))], receivedAt, cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException })
        {
            Log.NotJudged(logger, gateway.Name, error.Message);
        }
    }

    private void Take(HostIdentity gateway, HostIdentity host, GatewayReading reading, Frame frame, DateTimeOffset receivedAt)
    {
        if (reading.Bmc is not null)
        {
            pulses.PutBmc(new BmcWord(host.Id, new Frame { At = frame.At, Bmc = reading.Bmc }.ToByteArray(), receivedAt));
            if (unread.TryRemove(host.Id, out _))
                Log.Read(logger, host.Name, gateway.Name);
            return;
        }

        var reason = reading.Status?.Reason ?? "";
        if (!unread.TryGetValue(host.Id, out _))
            Log.NotRead(logger, host.Name, gateway.Name, reason);
        unread[host.Id] = reason;
    }

    private async Task RefuseAsync(HostIdentity gateway, IReadOnlyList<GatewayReading> refused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = refused.Select(reading => refusals.Tell(gateway, reading.Host, "BMC readings", now)).OfType<JournalEntry>().ToArray();
        if (entries.Length == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AddRange(entries);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What {Gateway} told of other Hosts' BMCs could not be judged: {Reason}")]
        public static partial void NotJudged(ILogger logger, string gateway, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The BMC of {Host} cannot be read by its gateway {Gateway}: {Reason}")]
        public static partial void NotRead(ILogger logger, string host, string gateway, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The BMC of {Host} is read by its gateway {Gateway} again")]
        public static partial void Read(ILogger logger, string host, string gateway);
    }
}
