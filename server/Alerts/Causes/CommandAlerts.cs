using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each Host with a command that waits for a second person: whoever could confirm it learns of it while there is time to.</summary>
internal sealed class CommandAlerts(TimeProvider time) : IAlertSource
{
    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.CommandWaits];

    public IReadOnlyCollection<string> ToldBy => ["agent_commands"];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var fresh = await (
            from command in Waiting(db).AsNoTracking()
            join host in db.Hosts.AsNoTracking() on command.HostId equals host.Id
            where !db.Alerts.Any(alert => alert.HostId == command.HostId && alert.Cause == AlertCause.CommandWaits && alert.EndedAt == null)
            orderby command.CreatedAt
            select new { command, host }).ToListAsync(cancellationToken);
        return [.. fresh.DistinctBy(row => row.host.Id).Select(row => AlertText.Of(row.command, row.host, time.GetUtcNow()))];
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var waiting = Waiting(db);
        return await db.Alerts
            .Where(alert => alert.EndedAt == null && alert.Cause == AlertCause.CommandWaits && !waiting.Any(command => command.HostId == alert.HostId))
            .Select(alert => alert.Id).ToListAsync(cancellationToken);
    }

    private IQueryable<AgentCommand> Waiting(FleetDb db)
    {
        var now = time.GetUtcNow();
        return db.AgentCommands.Where(command => command.State == CommandState.Waiting && command.ExpiresAt > now);
    }
}
