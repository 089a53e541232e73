using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>What was made known to people, through which channel, and whether it arrived.</summary>
public sealed partial class AlertsPage
{
    private Dictionary<string, string> acknowledged = [];

    /// <summary>Resolved alerts too.</summary>
    [SupplyParameterFromQuery] public bool All { get; set; }

    private protected override async Task<Answer<AlertList>> AskAsync(CancellationToken cancellation)
    {
        var (conditions, _) = await Api.AskAsync(options => Api.Conditions.ListAsync(new ConditionFilter { Limit = 1000 }, options), cancellation);
        if (conditions is not null) acknowledged = conditions.Conditions.ToDictionary(condition => condition.Id, condition => condition.AcknowledgedBy);
        return await Api.AskAsync(options => Api.Alerts.ListAsync(new AlertFilter { IncludeResolved = All, Limit = 300 }, options), cancellation);
    }

    private string AcknowledgedBy(Alert alert) => acknowledged.GetValueOrDefault(alert.ConditionId, "");

    private IReadOnlyList<Alert> Listed(AlertList list) =>
        [.. list.Alerts.Where(alert => All || alert.Firing).OrderByDescending(alert => alert.Firing).ThenByDescending(alert => alert.Severity).ThenByDescending(alert => alert.StartedAt)];

    private static (Tone Tone, GlyphShape Shape, string Word) LookOf(Alert alert) => alert switch
    {
        { Firing: false } => (Tone.Ok, GlyphShape.None, "resolved"),
        { Severity: Severity.Critical } => (Tone.Act, GlyphShape.Diamond, "critical"),
        { Severity: Severity.Warning } => (Tone.Watch, GlyphShape.Triangle, "warning"),
        _ => (Tone.Ok, GlyphShape.None, "info"),
    };

    private static bool Failing(Delivery delivery) => delivery.Error.Length > 0;

    private Host? HostOf(Alert alert) => Feed.Snapshot?.Hosts.FirstOrDefault(host => host.Name == alert.HostName);

    private Site? Site(Alert alert) => HostOf(alert) is { } host ? Feed.Snapshot!.Sites.FirstOrDefault(site => site.Id == host.SiteId) : null;

    private string Where(Alert alert)
    {
        if (HostOf(alert) is not { } host) return "";
        var gpu = host.Gpus.FirstOrDefault(gpu => gpu.Uuid == alert.GpuUuid);
        return $"{host.SiteId}, {Shown.Place(host.Rack, host.U)}{(gpu is null ? "" : $", GPU {gpu.Index}")}";
    }

    private string HostUrl(Alert alert)
    {
        var gpu = HostOf(alert)?.Gpus.FirstOrDefault(gpu => gpu.Uuid == alert.GpuUuid);
        return $"/hosts/{Uri.EscapeDataString(alert.HostName)}{(gpu is null ? "" : $"?gpu={gpu.Index}")}";
    }
}
