using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each Drain that waits for a person, or keeps a Host out of service though nobody works on it.</summary>
internal sealed class DrainAlerts(Works works, TimeProvider time) : IAlertSource
{
    private static readonly AlertCause[] All = [AlertCause.DrainBlocked, AlertCause.DrainStuck, AlertCause.DrainFailed, AlertCause.DrainWorkFailed];

    /// <summary>How long a target may keep a return waiting, and a cancelled Drain.</summary>
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromMinutes(10);

    public IReadOnlyCollection<AlertCause> Causes => All;

    public IReadOnlyCollection<string> ToldBy => ["drains", "hosts"];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var stuck = await (
            from drain in Stuck(db).AsNoTracking()
            join host in db.HostsEver.AsNoTracking() on drain.HostId equals host.Id
            where !db.Alerts.Any(alert => alert.DrainId == drain.Id && All.Contains(alert.Cause) && alert.EndedAt == null)
            select new { drain, host, failed = Failed(db).Where(step => step.DrainId == drain.Id).OrderBy(step => step.Ordinal).FirstOrDefault() }).ToListAsync(cancellationToken);
        return stuck.ConvertAll(row =>
        {
            var cause = CauseOf(row.drain);
            var failed = cause == AlertCause.DrainWorkFailed && row.failed is { } step ? $"{works.TitleOf(step)}, failed: {step.WaitingFor}" : null;
            return AlertText.Of(row.drain, cause, failed, row.host, time.GetUtcNow());
        });
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var stuck = Stuck(db);
        return await (
            from alert in db.Alerts
            where alert.EndedAt == null && alert.DrainId != null && All.Contains(alert.Cause)
                && !stuck.Any(row => row.Id == alert.DrainId
                    // Labels never change: what lacks capacity no more and is overdue is another alert, and so is a work that failed.
                    && (alert.Cause != AlertCause.DrainBlocked || row.State == DrainState.Blocked)
                    && (alert.Cause == AlertCause.DrainWorkFailed) == (row.State == DrainState.Working && !row.CancelRequested))
            select alert.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The Drains that wait for a person, and those that keep a Host out of service though nobody works on it. One of a Plan that
    /// waits for its Pool wakes nobody: the Plan has it wait its turn, and says so.</summary>
    private IQueryable<Drain> Stuck(FleetDb db)
    {
        var (returning, validating) = (time.GetUtcNow() - ReturnPatience, time.GetUtcNow() - RepairProof.Patience);
        return
            from drain in db.Drains
            where (drain.State == DrainState.Blocked && !db.PlanHosts.Any(host => host.DrainId == drain.Id)) || drain.State == DrainState.Overdue
                || (drain.State == DrainState.Returning && drain.StateSince < returning)
                || (drain.CancelRequestedAt < returning && !DrainMachine.Final.Contains(drain.State))
                || (drain.State == DrainState.Validating && drain.StateSince < validating)
                || (drain.State == DrainState.Working && !drain.CancelRequested && Failed(db).Any(step => step.DrainId == drain.Id))
                || (drain.State == DrainState.Failed
                    // In so many words: a query that asks for those that were retired leaves none out anywhere.
                    && db.Hosts.Any(host => host.Id == drain.HostId && host.ServiceState == ServiceState.Out && host.RetiredAt == null)
                    && !db.Drains.Any(later => later.HostId == drain.HostId && later.ProposedAt > drain.ProposedAt))
            select drain;
    }

    private static IQueryable<WorkStep> Failed(FleetDb db) => db.WorkSteps.Where(step => step.State == WorkStepState.Failed);

    private static AlertCause CauseOf(Drain drain) => drain.State switch
    {
        DrainState.Failed => AlertCause.DrainFailed,
        _ when drain.CancelRequested => AlertCause.DrainStuck,
        DrainState.Working => AlertCause.DrainWorkFailed,
        DrainState.Blocked when Capacity.GuardVerdict.FromJson(drain.Guard) is { Allowed: false } => AlertCause.DrainBlocked,
        _ => AlertCause.DrainStuck,
    };
}
