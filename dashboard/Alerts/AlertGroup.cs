using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>One row of the page: a Problem with its alerts, or an alert that is of none (a resolved one, or of a server that folds nothing).</summary>
/// <param name="Alerts">In the order of the page; empty: nobody has been told of the Problem yet.</param>
internal sealed record AlertGroup(Problem? Problem, IReadOnlyList<Alert> Alerts)
{
    public string Key => Problem?.Id ?? Alerts[0].Id;

    public bool Firing => Problem is not null || Alerts[0].Firing;

    public Severity Severity => Problem?.Severity ?? Alerts[0].Severity;

    public string Headline => Problem?.Headline ?? Alerts[0].Summary;

    public Google.Protobuf.WellKnownTypes.Timestamp Since => Problem?.Since ?? Alerts[0].StartedAt;

    /// <summary>What else is told of it. Of an alert alone: nothing.</summary>
    public IReadOnlyList<string> Also => Problem?.Also ?? [];

    /// <summary>What is acknowledged together.</summary>
    public IEnumerable<string> ConditionIds => Problem?.ConditionIds ?? Alerts.Select(alert => alert.ConditionId).Where(id => id.Length > 0);

    public string DrainId => Alerts.FirstOrDefault(alert => alert.DrainId.Length > 0)?.DrainId ?? "";

    /// <summary>Since when nobody is told, for the work on the Host explains it; null: somebody is told.</summary>
    public Google.Protobuf.WellKnownTypes.Timestamp? HeldSince => Alerts.Select(alert => alert.HeldSince).FirstOrDefault(held => held is not null);

    /// <summary>How often it came, where it comes and goes.</summary>
    public uint Times => Alerts.Select(alert => alert.Times).DefaultIfEmpty().Max();

    /// <summary>Each Problem once, in the server's order, then what is of none, as it is listed.</summary>
    public static IReadOnlyList<AlertGroup> Of(IReadOnlyList<Alert> listed, IReadOnlyList<Problem> problems)
    {
        var told = problems.SelectMany(problem => problem.AlertIds).ToHashSet();
        return
        [
            .. problems.Select(problem => new AlertGroup(problem, [.. listed.Where(alert => problem.AlertIds.Contains(alert.Id))])),
            .. listed.Where(alert => !told.Contains(alert.Id)).Select(alert => new AlertGroup(null, [alert])),
        ];
    }
}
