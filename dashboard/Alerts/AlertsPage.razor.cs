using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Hosts;
using SovereignFleet.Dashboard.Layout;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Dashboard.SignIn;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>What was made known to people, through which channel, and whether it arrived.</summary>
public sealed partial class AlertsPage
{
    private Dictionary<string, Condition> conditions = [];

    /// <summary>Resolved alerts too.</summary>
    [SupplyParameterFromQuery] public bool All { get; set; }
    [SupplyParameterFromQuery(Name = "site")] public string? SiteId { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private protected override async Task<Answer<ListAlertsResponse>> AskAsync(CancellationToken cancellation)
    {
        var (list, _) = await Api.AskAsync(options => Api.Conditions.ListConditionsAsync(new ListConditionsRequest { PageSize = 1000 }, options), cancellation);
        if (list is not null) conditions = list.Conditions.ToDictionary(condition => condition.Id);
        return await Api.AskAsync(options => Api.Alerts.ListAlertsAsync(new ListAlertsRequest { IncludeResolved = All, PageSize = 300 }, options), cancellation);
    }

    private string AcknowledgedBy(Alert alert) => conditions.GetValueOrDefault(alert.ConditionId)?.AcknowledgedBy ?? "";

    /// <summary>The condition that this person is asked to acknowledge; null where there is nothing to.</summary>
    private Condition? ToAcknowledge(Alert alert) =>
        alert.Firing && Rights.WhyNotDecide(Person) is null && conditions.GetValueOrDefault(alert.ConditionId) is { AcknowledgedBy.Length: 0 } condition ? condition : null;

    private async Task AcknowledgeAsync(Condition condition)
    {
        if (await Prompts.ShowAsync("Acknowledge", new DialogParameters<AcknowledgeDialog> { { dialog => dialog.Condition, condition } })) await AskNowAsync();
    }

    private IReadOnlyList<Alert> Listed(ListAlertsResponse list) =>
        [.. list.Alerts.Where(alert => alert.Firing || All && TimeRange.Includes(TimeRange.Named(Range), alert.EndedAt ?? alert.StartedAt, Now))
            .Where(alert => Scope.Includes(SiteId, HostOf(alert)?.SiteId ?? ""))
            .OrderByDescending(alert => alert.Firing).ThenByDescending(alert => alert.Severity).ThenByDescending(alert => alert.StartedAt)];

    private static (Tone Tone, GlyphShape Shape, string Word) LookOf(Alert alert) => alert switch
    {
        { Firing: false } => (Tone.Ok, GlyphShape.None, "resolved"),
        { Severity: Severity.Critical } => (Tone.Act, GlyphShape.Diamond, "critical"),
        { Severity: Severity.Warning } => (Tone.Watch, GlyphShape.Triangle, "warning"),
        _ => (Tone.Ok, GlyphShape.None, "info"),
    };

    private static string Word(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Pending => "owed",
        DeliveryState.Retrying => "retrying",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Rejected => "rejected",
        _ => "unknown",
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
