using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction;

/// <summary>Judges every GPU of the fleet from what is stored, soon after a Condition changed and every quarter of a minute in any case. One replica
/// at a time does it. What is not read lowers no risk.</summary>
internal sealed partial class RiskWatch(
    IDbContextFactory<FleetDb> contexts, RiskModel model, RiskRule rule, ChangeFeed feed, DatabaseReady ready, TimeProvider time,
    ILogger<RiskWatch> logger) : BackgroundService
{
    // Any number that nobody else locks: "risk".
    private const long Lock = 0x7269736b;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    /// <summary>As the N+k guard: past this a Host is silent, and its last Frame is no reading of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp();
        using var conditions = feed.Subscribe("conditions", wake.Set);
        await Rounds.RunAsync(
            ready, JudgeAsync, stopping => PauseAsync(wake, stopping), error => Log.NotJudged(logger, error.Message), stoppingToken);
    }

    // A storm of Conditions is judged together.
    private async Task PauseAsync(WakeUp wake, CancellationToken cancellationToken)
    {
        await Task.Delay(Shortest, time, cancellationToken);
        await wake.WaitAsync(Period, cancellationToken);
    }

    public async Task JudgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryLockAsync(Lock, cancellationToken))
        {
            return;
        }

        var events = await RiskEvents.ReadAsync(db, model.Kinds, now - Memory, cancellationToken);
        var risks = await db.Risks.ToDictionaryAsync(risk => risk.GpuUuid, cancellationToken);
        var gpus = (await db.Gpus.AsNoTracking().Where(gpu => gpu.RemovedAt == null).ToListAsync(cancellationToken)).ToLookup(gpu => gpu.HostId);
        var open = (await db.Conditions.AsNoTracking().Where(condition => condition.Rule == RiskRule.Identity.Name && condition.State != ConditionState.Resolved)
            .ToListAsync(cancellationToken)).ToDictionary(condition => condition.GpuUuid!);
        var hosts = await (
            from host in db.Hosts
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId
            select new { Identity = new HostIdentity(host.Id, host.Name, host.SiteId), heartbeat.Frame, heartbeat.HeardAt }).ToListAsync(cancellationToken);
        foreach (var host in hosts)
        {
            var readings = host.Frame is null || now - host.HeardAt > Fresh ? null : Frame.Parser.ParseFrom(host.Frame).Gpus.ToLookup(reading => reading.Uuid);
            var verdicts = new List<Verdict>();
            foreach (var gpu in gpus[host.Identity.Id])
            {
                var reading = readings?[gpu.Uuid].FirstOrDefault(last => last.State == GpuReading.Types.State.Present);
                var estimate = model.Judge(new GpuHistory(gpu.Uuid, gpu.InstalledAt, [.. events[gpu.Uuid]], reading), now);
                var known = risks.GetValueOrDefault(gpu.Uuid);
                if (reading is null && estimate.Probability24h < known?.Probability24h)
                {
                    continue;
                }

                Store(db, host.Identity, gpu, known, estimate, now);
                verdicts.AddRange(News(gpu, estimate, open.GetValueOrDefault(gpu.Uuid), now));
            }

            if (verdicts.Count > 0)
            {
                await ConditionStore.ApplyAsync(db, host.Identity, verdicts, now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // What changes nothing is not written: it would wake this very watch.
    private IEnumerable<Verdict> News(Gpu gpu, RiskEstimate estimate, Condition? told, DateTimeOffset now)
    {
        var verdict = rule.Judge(gpu.Uuid, $"GPU {gpu.Index}", estimate);
        return verdict.Matters(told, now) ? [verdict] : [];
    }

    // A tenth of itself, or another decision, is news; less is noise.
    internal static bool IsNews(Risk? known, RiskEstimate estimate) => known is null || known.Decision != estimate.Decision
        || Math.Abs(estimate.Probability24h - known.Probability24h) >= 0.1 * known.Probability24h
        || Math.Abs(estimate.Probability7d - known.Probability7d) >= 0.1 * known.Probability7d;

    private static void Store(FleetDb db, HostIdentity host, Gpu gpu, Risk? known, RiskEstimate estimate, DateTimeOffset now)
    {
        if (!IsNews(known, estimate))
        {
            return;
        }

        var isFirst = known is null;
        if (known is null)
        {
            db.Add(known = new Risk { GpuUuid = gpu.Uuid, HostId = host.Id });
        }

        (known.Probability24h, known.Probability7d, known.Decision, known.Reason, known.At) =
            (estimate.Probability24h, estimate.Probability7d, estimate.Decision, estimate.Reason, now);
        // That a new GPU has the usual risk is no news to anybody.
        if (isFirst && estimate.Decision == RiskDecision.Watch)
        {
            return;
        }

        db.Add(new JournalEntry
        {
            At = now,
            Actor = RiskRule.Identity.Actor,
            Kind = JournalKinds.RiskChanged,
            SiteId = host.SiteId,
            HostId = host.Id,
            GpuUuid = gpu.Uuid,
            Summary = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"GPU {gpu.Index} of {host.Name}: {estimate.Probability24h:P1} within 24 h, {estimate.Probability7d:P1} within 7 days, {estimate.Decision}. {estimate.Reason}."),
        });
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The risks could not be judged and are tried again: {Reason}")]
        public static partial void NotJudged(ILogger logger, string reason);
    }
}
