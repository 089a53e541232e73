using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Alerts;

/// <summary>Service Alerts of the API: each with how its delivery to every channel fares, read from the outbox.</summary>
internal sealed class AlertsService(IDbContextFactory<FleetDb> contexts) : Wire.AlertsService.AlertsServiceBase
{
    private const string List = "alerts";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;

    public override async Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context)
    {
        var scope = context.GetScope();
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var size = Page<Wire.Alert>.Size(request.PageSize, UsualSize, LargestSize);
        var last = PageToken.Read<Guid>(List, request.PageToken);
        var rows = await (
            from alert in db.Alerts.AsNoTracking()
            join host in db.HostsEver.AsNoTracking() on alert.HostId equals host.Id into hosts
            from host in hosts.DefaultIfEmpty()
            where request.IncludeResolved || alert.EndedAt == null
            // A Pool's own alert is whose who has a Host in it; one of a Host is that Host's, though it names the Pool.
            where scope.SiteId == null || host.SiteId == scope.SiteId
                || (alert.HostId == null && alert.PoolId != null && db.Hosts.Any(member => member.PoolId == alert.PoolId && member.SiteId == scope.SiteId))
            where last == null
                || EF.Functions.LessThan(ValueTuple.Create(alert.StartedAt, alert.Id), ValueTuple.Create(last.Value.At, last.Value.Id))
            orderby alert.StartedAt descending, alert.Id descending
            select new { alert, Name = host == null ? "" : host.Name }).Take(size + 1).ToListAsync(context.CancellationToken);
        var ids = rows.Select(row => row.alert.Id.ToString()).ToList();
        var messages = (await db.OutboxMessages.AsNoTracking()
            .Where(message => message.Topic.StartsWith(AlertOutbox.TopicPrefix) && ids.Contains(message.Payload))
            .OrderBy(message => message.Id).ToListAsync(context.CancellationToken)).ToLookup(message => message.Payload);
        var page = Page<Wire.Alert>.Cut(
            rows.ConvertAll(row => Map(row.alert, row.Name, messages[row.alert.Id.ToString()])), size,
            alert => PageToken.Of(List, alert.StartedAt.ToDateTimeOffset(), alert.Id));
        return new ListAlertsResponse { Alerts = { page.Rows }, NextPageToken = page.NextToken };
    }

    private static Wire.Alert Map(Causes.Alert alert, string hostName, IEnumerable<OutboxMessage> messages)
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
            PoolId = alert.PoolId ?? "",
            Summary = alert.Summary,
            Times = (uint)alert.Times,
            HeldSince = alert.HeldSince is { } held ? Timestamp.FromDateTimeOffset(held) : null,
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
            { DeliveredAt: not null } => DeliveryState.Delivered,
            { RejectedAt: not null } => DeliveryState.Rejected,
            { Attempts: > 0 } => DeliveryState.Retrying,
            _ => DeliveryState.Pending,
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
