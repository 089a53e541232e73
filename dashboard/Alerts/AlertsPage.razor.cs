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
    [SupplyParameterFromQuery] public bool All { get; set; }
    [SupplyParameterFromQuery(Name = "site")] public string? SiteId { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private protected override async Task<Answer<AlertList>> AskAsync(CancellationToken cancellationToken)
    {
        var (list, _) = await Api.AskAsync(options => Api.Conditions.ListAsync(new ConditionFilter { Limit = 1000 }, options), cancellationToken);
        if (list is not null)
        {
            conditions = list.Conditions.ToDictionary(condition => condition.Id);
        }

        return await Api.AskAsync(options => Api.Alerts.ListAsync(new AlertFilter { IncludeResolved = All, Limit = 300 }, options), cancellationToken);
    }

    private string AcknowledgedBy(Alert alert) => conditions.GetValueOrDefault(alert.ConditionId)?.AcknowledgedBy ?? "";

    private Condition? ToAcknowledge(Alert alert) => AlertSelection.ToAcknowledge(alert, conditions.GetValueOrDefault(alert.ConditionId), Person);

    private async Task AcknowledgeAsync(Condition condition)
    {
        if (await Prompts.ShowAsync("Acknowledge", new DialogParameters<AcknowledgeDialog> { { dialog => dialog.Condition, condition } }))
        {
            await AskNowAsync();
        }
    }

    private IReadOnlyList<Alert> Listed(AlertList list) => AlertSelection.Listed(list.Alerts, All, TimeRange.Named(Range), SiteId, Feed.Snapshot, Now);

    private static bool Failing(Delivery delivery) => delivery.Error.Length > 0;
}
