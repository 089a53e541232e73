using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Alerts;

/// <summary>Service Alerts of fleet.proto: each with how its delivery to every channel fares, read from the outbox.</summary>
internal sealed class AlertsService(IDbContextFactory<FleetDb> contexts) : Wire.Alerts.AlertsBase
{
    private const int DefaultLimit = 200;
    private const int LargestLimit = 1_000;

    public override async Task<AlertList> List(AlertFilter request, ServerCallContext context)
    {
        var scope = context.GetScope();
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var limit = request.Limit == 0 ? DefaultLimit : (int)Math.Min(request.Limit, LargestLimit);
        var rows = await (
            from alert in db.Alerts.AsNoTracking()
            join host in db.Hosts.AsNoTracking() on alert.HostId equals host.Id
            where request.IncludeResolved || alert.EndedAt == null
            where scope.SiteId == null || host.SiteId == scope.SiteId
            orderby alert.StartedAt descending
            select new { alert, host.Name }).Take(limit).ToListAsync(context.CancellationToken);
        var ids = rows.Select(row => row.alert.Id.ToString()).ToList();
        var messages = (await db.OutboxMessages.AsNoTracking()
            .Where(message => message.Topic.StartsWith(AlertOutbox.TopicPrefix) && ids.Contains(message.Payload))
            .OrderBy(message => message.Id).ToListAsync(context.CancellationToken)).ToLookup(message => message.Payload);
        var list = new AlertList();
        list.Alerts.AddRange(rows.Select(row => Map(row.alert, row.Name, messages[row.alert.Id.ToString()])));
        return list;
    }

    private static Wire.Alert Map(Alerts.Alert alert, string hostName, IEnumerable<OutboxMessage> messages)
    {
        var wire = new Wire.Alert
        {
            Id = alert.Id.ToString(),
            Name = alert.Name,
            Severity = ToWire(alert.Severity),
            Firing = alert.EndedAt is null,
            ConditionId = alert.ConditionId?.ToString() ?? "",
            DrainId = alert.DrainId?.ToString() ?? "",
            HostName = hostName,
            GpuUuid = alert.GpuUuid ?? "",
            Summary = alert.Summary,
            StartedAt = Timestamp.FromDateTimeOffset(alert.StartedAt),
            EndedAt = alert.EndedAt is { } ended ? Timestamp.FromDateTimeOffset(ended) : null,
        };
        wire.Deliveries.AddRange(messages.Select(Map));
        return wire;
    }

    private static Delivery Map(OutboxMessage message) => new()
    {
        Channel = message.Topic[AlertOutbox.TopicPrefix.Length..],
        State = message switch
        {
            { DeliveredAt: not null } => "delivered",
            { RejectedAt: not null } => "rejected",
            { Attempts: > 0 } => "retrying",
            _ => "owed",
        },
        At = Timestamp.FromDateTimeOffset(message.DeliveredAt ?? message.RejectedAt ?? message.CreatedAt),
        Error = message.DeliveredAt is null ? message.LastError ?? "" : "",
        Attempts = (uint)message.Attempts,
    };

    private static Severity ToWire(Health.Conditions.Severity severity) => severity switch
    {
        Health.Conditions.Severity.Info => Severity.Info,
        Health.Conditions.Severity.Warning => Severity.Warning,
        Health.Conditions.Severity.Critical => Severity.Critical,
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "There is no such severity."),
    };
}
