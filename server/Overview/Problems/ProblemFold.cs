using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Overview.Problems;

/// <summary>Folds what fires into one Problem for each thing that a person would walk to. Pure.</summary>
internal static class ProblemFold
{
    /// <summary>With one of these the GPU is gone: what the Host then lacks is its consequence.</summary>
    private static readonly string[] Gone = [FaultCatalog.GpuLost.Code, FaultCatalog.Xid.Of(79).Code, FaultCatalog.GpuUnreadable.Code];

    private static readonly string[] ConsequencesOfGone = [FaultCatalog.FewerGpus.Code, FaultCatalog.GpusBlind.Code, FaultCatalog.InferenceDown.Code];

    /// <param name="firing">Conditions.</param>
    /// <param name="open">Alerts.</param>
    /// <param name="isSilent">Of a Host that is not heard nothing of a GPU is known by itself.</param>
    /// <returns>The worst first, then the oldest.</returns>
    public static IReadOnlyList<Problem> Of(IReadOnlyCollection<Condition> firing, IReadOnlyCollection<Alert> open, Func<Guid, bool> isSilent)
    {
        var gone = firing.Where(condition => condition.GpuUuid is not null && Gone.Contains(condition.Code))
            .OrderBy(condition => condition.Since).ToLookup(condition => condition.HostId, condition => condition.GpuUuid);
        var subjects = firing.ToDictionary(condition => condition.Id, condition => SubjectOf(condition, isSilent(condition.HostId), gone[condition.HostId].FirstOrDefault()));
        // The worst that each Host has: what is told of the Host's Drain is told of that.
        var worst = Ordered(firing).GroupBy(condition => condition.HostId).ToDictionary(host => host.Key, host => subjects[host.First().Id]);
        var conditions = firing.ToLookup(condition => subjects[condition.Id]);
        var alerts = open.ToLookup(alert => SubjectOf(alert, subjects, worst));
        return
        [
            .. conditions.Select(group => group.Key).Union(alerts.Select(group => group.Key))
                .Select(subject => new Problem(
                    subject,
                    [.. Ordered(conditions[subject])],
                    [.. alerts[subject].OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.StartedAt)]))
                .OrderByDescending(problem => problem.Severity).ThenBy(problem => problem.Since),
        ];
    }

    private static ProblemSubject SubjectOf(Condition condition, bool isSilent, string? lostGpu) => condition switch
    {
        _ when isSilent => new(condition.HostId, null, null),
        { GpuUuid: null } when lostGpu is not null && ConsequencesOfGone.Contains(condition.Code) => new(condition.HostId, lostGpu, null),
        _ => new(condition.HostId, condition.GpuUuid, null),
    };

    private static ProblemSubject SubjectOf(Alert alert, Dictionary<Guid, ProblemSubject> subjects, Dictionary<Guid, ProblemSubject> worst)
    {
        if (alert.ConditionId is { } cause && subjects.TryGetValue(cause, out var subject))
        {
            return subject;
        }

        return alert.HostId is { } host
            ? worst.GetValueOrDefault(host, new ProblemSubject(host, alert.GpuUuid, null))
            : new ProblemSubject(null, null, alert.PoolId);
    }

    // Silence is why the rest is not known: among equals it is told first.
    private static IEnumerable<Condition> Ordered(IEnumerable<Condition> conditions) => conditions
        .OrderByDescending(condition => condition.Severity)
        .ThenByDescending(condition => condition.Code == FaultCatalog.AgentSilent.Code)
        .ThenBy(condition => condition.Since);
}
