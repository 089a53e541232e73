using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>One Condition as the API shows it.</summary>
internal static class ConditionMapper
{
    public static Wire.Condition Map(Condition condition, Fleet.Host host, int? gpuIndex) => new()
    {
        Id = condition.Id.ToString(),
        Rule = condition.Rule,
        Code = condition.Code,
        HostName = host.Name,
        SiteId = host.SiteId,
        Rack = host.Rack,
        U = (uint)host.U,
        GpuUuid = condition.GpuUuid ?? "",
        GpuIndex = (uint)(gpuIndex ?? 0),
        State = Map(condition.State),
        Severity = Map(condition.Severity),
        Sentence = condition.Sentence,
        Action = condition.Action,
        Evidence = { JsonSerializer.Deserialize<Dictionary<string, string>>(condition.Evidence) },
        Count = (uint)condition.Count,
        Since = condition.Since.ToTimestamp(),
        FiredAt = condition.FiredAt?.ToTimestamp(),
        ResolvedAt = condition.ResolvedAt?.ToTimestamp(),
        AcknowledgedBy = condition.AcknowledgedBy ?? "",
        AcknowledgedAt = condition.AcknowledgedAt?.ToTimestamp(),
        Note = condition.Note ?? "",
    };

    private static Wire.ConditionState Map(ConditionState state) => state switch
    {
        ConditionState.Pending => Wire.ConditionState.Pending,
        ConditionState.Firing => Wire.ConditionState.Firing,
        ConditionState.Resolved => Wire.ConditionState.Resolved,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a Condition."),
    };

    private static Wire.Severity Map(Severity severity) => severity switch
    {
        Severity.Info => Wire.Severity.Info,
        Severity.Warning => Wire.Severity.Warning,
        Severity.Critical => Wire.Severity.Critical,
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "There is no such severity."),
    };
}
