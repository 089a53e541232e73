using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.Conditions;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>What was made known to people, through which channel, and whether it arrived.</summary>
public sealed partial class AlertsPage
{
    private Dictionary<string, Condition> conditions = [];

    /// <summary>Resolved alerts too.</summary>
    [SupplyParameterFromQuery(Name = "all")] public string? AllTyped { get; set; }
    [SupplyParameterFromQuery(Name = "site")] public string? SiteId { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private bool All => AllTyped == "true";

    private protected override async Task<Answer<ListAlertsResponse>> AskAsync(CancellationToken cancellationToken)
    {
        var (list, _) = await Api.AskAsync(options => Api.Conditions.ListConditionsAsync(new ListConditionsRequest { PageSize = 1000 }, options), cancellationToken);
        if (list is not null)
        {
            conditions = list.Conditions.ToDictionary(condition => condition.Id);
        }

        return await Api.AskAsync(options => Api.Alerts.ListAlertsAsync(new ListAlertsRequest { IncludeResolved = All, PageSize = 300 }, options), cancellationToken);
    }

    // By the conditions as this page asked them last: the snapshot may be a second older.
    private string AcknowledgedBy(AlertGroup row) => row.ConditionIds.Select(id => conditions.GetValueOrDefault(id)?.AcknowledgedBy ?? "").FirstOrDefault() ?? "";

    private IReadOnlyList<Condition> ToAcknowledge(AlertGroup row) => AlertSelection.ToAcknowledge(row, conditions, Person);

    private async Task AcknowledgeAsync(IReadOnlyList<Condition> open)
    {
        if (await Prompts.ShowAsync("Acknowledge", new DialogParameters<AcknowledgeDialog> { { dialog => dialog.Condition, open[0] }, { dialog => dialog.Others, [.. open.Skip(1)] } }))
        {
            await AskNowAsync();
        }
    }

    private async Task CheckAsync() => await Prompts.ShowAsync(
        "Check", new DialogParameters<CheckDialog> { { dialog => dialog.Sites, [.. Feed.Snapshot?.Sites.Select(site => site.Id) ?? []] } });

    private IReadOnlyList<AlertGroup> Listed(ListAlertsResponse list) => AlertGroup.Of(
        AlertSelection.Listed(list.Alerts, All, TimeRange.Named(Range), SiteId, Feed.Snapshot, Now), AlertSelection.Problems(SiteId, Feed.Snapshot));

    private static string Word(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Pending => "owed",
        DeliveryState.Retrying => "retrying",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Rejected => "rejected",
        _ => "unknown",
    };

    private static bool Failing(Delivery delivery) => delivery.Error.Length > 0;
}
