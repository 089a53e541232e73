using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Overview.Problems;

namespace SovereignFleet.Tests.Server.Overview.Problems;

[TestClass]
public sealed class ProblemFoldTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Hosts = [.. Enumerable.Range(0, 9).Select(_ => Guid.NewGuid())];

    // Six simple faults and two silent hosts were eighteen rows.
    [TestMethod]
    public void Of_SixFaultsAndTwoSilentHosts_IsEightProblems()
    {
        List<Condition> firing = [];
        for (var host = 0; host < 6; host++)
        {
            firing.Add(Of(host, "ecc-uncorrected", "GPU-" + host));
            firing.Add(Of(host, "recovery-action", "GPU-" + host, minutes: 1));
        }

        foreach (var host in new[] { 6, 7 })
        {
            firing.Add(Of(host, "gpu-temperature", "GPU-x", Severity.Warning));
            firing.Add(Of(host, "agent-silent", null, Severity.Critical, minutes: 2));
            firing.Add(Of(host, "bmc-unreachable", null, Severity.Warning, minutes: 3));
        }

        var problems = ProblemFold.Of(firing, [.. firing.Select(Alert)], host => host == Hosts[6] || host == Hosts[7]);

        Assert.HasCount(8, problems);
        Assert.AreSequenceEqual(firing.Select(condition => condition.Id).Order(), problems.SelectMany(problem => problem.Conditions).Select(condition => condition.Id).Order());
        Assert.AreEqual(firing.Count, problems.Sum(problem => problem.Alerts.Count));
        var silent = problems.Single(problem => problem.Subject.HostId == Hosts[6]);
        Assert.AreEqual("agent-silent of 6", silent.Headline);
        Assert.AreEqual("gpu-temperature of 6, bmc-unreachable of 6", string.Join(", ", silent.Also));
    }

    [TestMethod]
    public void Of_ADeadGpu_TakesWhatTheHostThenLacksWithIt()
    {
        Condition[] firing = [Of(0, "xid-79", "GPU-3"), Of(0, "gpu-lost", "GPU-3", minutes: 1), Of(0, "profile-gpus", null, minutes: 2), Of(0, "bmc-unreachable", null, Severity.Warning)];

        var problems = ProblemFold.Of(firing, [], _ => false);

        Assert.HasCount(2, problems);
        Assert.AreEqual("GPU-3", problems[0].Subject.GpuUuid);
        Assert.HasCount(3, problems[0].Conditions);
        Assert.IsNull(problems[1].Subject.GpuUuid);
    }

    [TestMethod]
    public void Of_TheAlertOfAHostsDrain_IsOfItsWorstProblem()
    {
        Condition[] firing = [Of(0, "gpu-temperature", "GPU-1", Severity.Warning), Of(0, "ecc-uncorrected", "GPU-3", minutes: 5)];
        var drain = new Alert { Id = Guid.NewGuid(), Name = "DrainStuck", Cause = AlertCause.DrainStuck, HostId = Hosts[0], DrainId = Guid.NewGuid(), Labels = "{}", Annotations = "{}", Summary = "It is overdue", Severity = Severity.Warning, StartedAt = Start };
        var pool = new Alert { Id = Guid.NewGuid(), Name = "PoolBelowSpare", Cause = AlertCause.PoolBelowSpare, PoolId = "llm", Labels = "{}", Annotations = "{}", Summary = "It is short", Severity = Severity.Warning, StartedAt = Start };

        var problems = ProblemFold.Of(firing, [drain, pool], _ => false);

        Assert.HasCount(3, problems);
        Assert.AreEqual(new ProblemSubject(Hosts[0], "GPU-3", null), problems.Single(problem => problem.Alerts.Contains(drain)).Subject);
        Assert.AreEqual("It is short", problems.Single(problem => problem.Subject.PoolId == "llm").Headline);
    }

    [TestMethod]
    public void Of_AWorseFaultThanTheAcknowledgedOne_IsNobodysYet()
    {
        var known = Of(0, "gpu-temperature", "GPU-3", Severity.Warning);
        known.AcknowledgedBy = "mika";

        Assert.AreEqual("mika", ProblemFold.Of([known], [], _ => false).Single().Owner);
        Assert.IsNull(ProblemFold.Of([known, Of(0, "xid-79", "GPU-3", minutes: 3)], [], _ => false).Single().Owner);
    }

    private static Condition Of(int host, string code, string? gpu, Severity severity = Severity.Critical, int minutes = 0) => new()
    {
        Id = Guid.NewGuid(),
        Rule = code,
        Code = code,
        HostId = Hosts[host],
        GpuUuid = gpu,
        State = ConditionState.Firing,
        Severity = severity,
        Sentence = $"{code} of {host}",
        Action = "Drain the host.",
        Since = Start.AddMinutes(minutes),
    };

    private static Alert Alert(Condition condition) => new()
    {
        Id = Guid.NewGuid(),
        Name = condition.Code,
        Cause = AlertCause.Condition,
        ConditionId = condition.Id,
        HostId = condition.HostId,
        GpuUuid = condition.GpuUuid,
        Severity = condition.Severity,
        Labels = "{}",
        Annotations = "{}",
        Summary = condition.Sentence,
        StartedAt = condition.Since,
    };
}
