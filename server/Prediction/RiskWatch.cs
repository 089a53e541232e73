using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Prediction;

/// <summary>Judges every GPU of the fleet from what is stored, soon after a Condition changed and every quarter of a minute in any case.</summary>
internal sealed partial class RiskWatch(
    IDbContextFactory<FleetDb> contexts, RiskEstimates estimates, RiskRule rule, ChangeFeed feed, DatabaseReady ready, TimeProvider time,
    ILogger<RiskWatch> logger) : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(15);

    // A storm of Conditions is judged together.
    protected override TimeSpan Shortest => TimeSpan.FromSeconds(2);

    protected override long LockNumber => AdvisoryLocks.Risks;

    public Task JudgeAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [feed.Subscribe("conditions", wake)];

    protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var risks = await db.Risks.ToDictionaryAsync(risk => risk.GpuUuid, cancellationToken);
        var open = (await db.Conditions.AsNoTracking().Where(condition => condition.Rule == RiskRule.Identity.Name && condition.State != ConditionState.Resolved)
            .ToListAsync(cancellationToken)).ToDictionary(condition => new HostGpu(condition.HostId, condition.GpuUuid!));
        foreach (var host in (await estimates.ReadAsync(db, now, cancellationToken)).GroupBy(estimate => estimate.Host))
        {
            var verdicts = new List<Verdict>();
            foreach (var (_, gpu, isRead, estimate) in host)
            {
                var known = risks.GetValueOrDefault(gpu.Uuid);
                // What is not read lowers no risk.
                if (!isRead && known?.HostId == gpu.HostId && estimate.Probability24h < known.Probability24h)
                {
                    continue;
                }

                Store(db, host.Key, gpu, known, estimate, now);
                verdicts.AddRange(News(gpu, estimate, open.GetValueOrDefault(new HostGpu(gpu.HostId, gpu.Uuid)), now));
            }

            if (verdicts.Count > 0)
            {
                await ConditionStore.ApplyAsync(db, host.Key, verdicts, now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    protected override void Tell(Exception error) => Log.RisksNotJudged(logger, error.Message);

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
        var isFirst = known?.HostId != host.Id;
        if (!isFirst && !IsNews(known, estimate))
        {
            return;
        }

        if (known is null)
        {
            db.Add(known = new Risk { GpuUuid = gpu.Uuid, HostId = host.Id });
        }

        known.HostId = host.Id;

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
        [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The risks could not be judged and are tried again: {Reason}")]
        public static partial void RisksNotJudged(ILogger logger, string reason);
    }
}
