using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Plans.Dialogs;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans;

/// <summary>Work on many hosts: what is planned, what runs, what was.</summary>
public sealed partial class PlansPage
{
    private const string ForPrograms =
        """POST /v1/plans {"draft": {"selection": {"rack": "B07"}, "works": [{"kind": "REBOOT"}], "start": "WINDOW", "limits": {"at_once": 2}, "reason": "WHY"}}""";

    private static readonly WatchPlansRequest Watched = new() { IncludeOver = true, PageSize = 50 };
    private WatchPlansResponse? list;
    private Fault? problem;

    /// <summary>The one plan that is looked at; null: the list.</summary>
    [Parameter] public string? Id { get; set; }
    [SupplyParameterFromQuery] public string? Site { get; set; }

    private string? WhyNot => Rights.WhyNotDecide(Person);

    private IReadOnlyList<Plan> Here => [.. list!.Plans.Where(plan => plan.Hosts.Any(host => Scope.Includes(Site, host.SiteId)))];

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(options => Api.Plans.WatchPlans(Watched, options), TakeAsync, Break, Gone));

    private async Task TakeAsync(WatchPlansResponse received)
    {
        // A link lives as long as its plan, which may be older than all that are listed.
        if (Id is not null && !received.Plans.Any(plan => plan.Id == Id)
            && (await Api.AskAsync(options => Api.Plans.GetPlanAsync(new GetPlanRequest { Id = Id }, options), Gone)).Value is { Plan: { } old })
        {
            received.Plans.Add(old);
        }

        (list, problem) = (received, null);
        Redraw();
    }

    private Task Break(Fault fault)
    {
        problem = fault;
        Redraw();
        return Task.CompletedTask;
    }

    private Task<bool> PlanAsync() => Prompts.ShowAsync<PlanWorkDialog>("Plan work");
}
