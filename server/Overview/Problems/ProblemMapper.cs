using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Requests;
using Severity = SovereignFleet.Server.Health.Conditions.Severity;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview.Problems;

/// <summary>Problems and live Drains as the API has them.</summary>
internal static class ProblemMapper
{
    /// <param name="host">Null: it is of a Pool or the server.</param>
    /// <param name="gpu">Null: the Host's own, or one that it has no more.</param>
    /// <param name="drain">The Host's live one; null: none.</param>
    public static Wire.Problem Map(Problem problem, Fleet.Host? host, Gpu? gpu, DrainStanding? drain)
    {
        var uuid = problem.Subject.GpuUuid ?? "";
        return new Wire.Problem
        {
            Id = host is not null ? uuid.Length > 0 ? $"{host.Name}/{uuid}" : host.Name : problem.Subject.PoolId is { } pool ? "pool/" + pool : "server",
            HostName = host?.Name ?? "",
            GpuUuid = uuid,
            GpuIndex = (uint)(gpu?.Index ?? 0),
            PoolId = problem.Subject.PoolId ?? "",
            SiteId = host?.SiteId ?? "",
            Severity = ToWire(problem.Severity),
            Headline = problem.Headline,
            Action = drain?.Action ?? problem.Advice ?? "",
            Owner = problem.Owner ?? "",
            Since = problem.Since.ToTimestamp(),
            ConditionIds = { problem.Conditions.Select(condition => condition.Id.ToString()) },
            AlertIds = { problem.Alerts.Select(alert => alert.Id.ToString()) },
            Also = { problem.Also },
            AsksForDrain = problem.Conditions.Any(condition => condition.Drain != DrainAdvice.None),
        };
    }

    public static Wire.DrainBrief Map(DrainStanding standing) => new()
    {
        Id = standing.Drain.Id.ToString(),
        State = DrainStates.ToWire(standing.Drain.State),
        IsUndone = standing.Drain.CancelRequested,
        IsBraked = standing.IsBraked,
        TakesWord = standing.TakesWord,
        HasFailedWork = standing.HasFailedWork,
    };

    private static Wire.Severity ToWire(Severity severity) => severity switch
    {
        Severity.Info => Wire.Severity.Info,
        Severity.Warning => Wire.Severity.Warning,
        Severity.Critical => Wire.Severity.Critical,
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "There is no such severity."),
    };
}
