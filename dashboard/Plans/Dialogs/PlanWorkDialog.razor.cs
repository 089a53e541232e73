using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Drains.Plan;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>Plans work on many hosts. What would happen is shown before anything does: only what was previewed can be planned.</summary>
public sealed partial class PlanWorkDialog
{
    // Works on one GPU are of one host: no plan for many can name it.
    private static readonly Host NoMachine = new();
    private readonly PlanForm form = new();
    private IReadOnlyList<OfferedWork> offers = [];
    private PlanDraft? previewed;
    private PreviewPlanResponse? preview;
    private Fault? problem;
    private bool busy;

    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal FleetFeed Feed { get; set; } = null!;
    [Inject] internal TimeProvider Time { get; set; } = null!;

    private string? Missing => form.Missing(Feed.Snapshot, Zone);

    private bool MayGo => preview is not null && preview.Hosts.Any(host => host.State == PlanHostState.Waiting);

    /// <summary>Of the one Site of all chosen Hosts; null: they stand at several, and UTC is said.</summary>
    private string? Zone => form.Choice.Chosen(Feed.Snapshot).Select(host => host.SiteId).Distinct().Take(2).ToArray() is [var only] ? Feed.ZoneOfSite(only) : null;

    protected override async Task OnInitializedAsync()
    {
        (var answer, problem) = await Api.AskAsync(options => Api.Drains.ListWorkKindsAsync(new ListWorkKindsRequest(), options), CancellationToken.None);
        offers = [.. (answer?.Kinds ?? []).Where(offer => offer.Target is not { Kind: ArgumentKind.Gpu or ArgumentKind.Gpus })];
        form.Works = offers.FirstOrDefault(offer => offer.Kind == WorkKind.Reboot) is { } reboot ? [new WorkDraft(reboot)] : [.. offers.Take(1).Select(offer => new WorkDraft(offer))];
    }

    private void Begin(PlanStart start)
    {
        form.Start = start;
        if (start == PlanStart.Date && form.Date.Length == 0)
        {
            form.Date = WallClock.Write(Time.GetUtcNow().AddHours(1), Zone);
        }

        Changed();
    }

    /// <summary>What is shown is not what would be done any more.</summary>
    private void Changed() => (preview, previewed) = (null, null);

    private async Task PreviewAsync()
    {
        busy = true;
        var draft = form.Draft(Feed.Snapshot, Zone, Time.GetUtcNow());
        (var answer, problem) = await Api.AskAsync(options => Api.Plans.PreviewPlanAsync(new PreviewPlanRequest { Draft = draft }, options), CancellationToken.None);
        (preview, previewed, busy) = (answer, draft, false);
    }

    private async Task SaveAsync()
    {
        busy = true;
        (var done, problem) = await Api.AskAsync(options => Api.Plans.CreatePlanAsync(new CreatePlanRequest { Draft = previewed }, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
