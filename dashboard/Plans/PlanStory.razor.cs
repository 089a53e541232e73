using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Plans.Dialogs;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans;

/// <summary>One plan as it runs, and what this person may do about it.</summary>
public sealed partial class PlanStory
{
    private IReadOnlyList<OfferedWork> offers = [];
    private Fault? problem;
    private bool busy;

    /// <summary>Null: there is none.</summary>
    [Parameter, EditorRequired] public Plan? Plan { get; set; }
    [Parameter] public DateTimeOffset Now { get; set; }
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal Prompts Prompts { get; set; } = null!;
    [Inject] internal FleetFeed Feed { get; set; } = null!;

    private string? WhyNot => Rights.WhyNotDecide(Person);

    private bool May => WhyNot is null && !busy;

    private string? Zone => PlanLook.Zone(Plan!, Feed.ZoneOfSite);

    protected override async Task OnInitializedAsync()
    {
        var (answer, _) = await Api.AskAsync(options => Api.Drains.ListWorkKindsAsync(new ListWorkKindsRequest(), options), CancellationToken.None);
        offers = [.. answer?.Kinds ?? []];
    }

    private string Named(PlannedWork work) =>
        (offers.FirstOrDefault(offer => offer.Kind == work.Kind)?.Title ?? work.Kind.ToString()) + (work.Target.Length > 0 ? $" ({work.Target})" : "");

    private static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private Task PauseAsync() => AskAsync(options => Api.Plans.PausePlanAsync(new PausePlanRequest { Id = Plan!.Id, Revision = Plan.Revision }, options));

    private Task ResumeAsync() => AskAsync(options => Api.Plans.ResumePlanAsync(new ResumePlanRequest { Id = Plan!.Id, Revision = Plan.Revision }, options));

    private Task<bool> StopAsync() => Prompts.ShowAsync("Stop the plan", new DialogParameters<StopPlanDialog> { { dialog => dialog.Plan, Plan } });

    private Task<bool> ExtendAsync() => Prompts.ShowAsync(
        "Move the end", new DialogParameters<ExtendPlanDialog> { { dialog => dialog.Plan, Plan }, { dialog => dialog.Zone, Zone } });

    private async Task AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call) where T : class
    {
        busy = true;
        (_, problem) = await Api.AskAsync(call, CancellationToken.None);
        busy = false;
    }
}
