using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Drains.Plan;
using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Dialogs;

/// <summary>Proposes a drain; what the guard would say is shown before anything is sent.</summary>
public sealed partial class ProposeDialog
{
    private IReadOnlyList<OfferedWork> offers = [];
    private IReadOnlyList<WorkDraft> plan = [];
    private Fault? problem;
    private bool urgent = true;
    /// <summary>Not in the Window that is open: null, the person has not said yet, and neither is taken for granted.</summary>
    private bool? nextOne;
    private bool busy;

    [Parameter] public string HostName { get; set; } = "";
    [Parameter] public string Reason { get; set; } = "";
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal FleetFeed Feed { get; set; } = null!;
    [Inject] internal TimeProvider Time { get; set; } = null!;

    private IEnumerable<string> Names => DrainCandidates.Names(Feed.Snapshot);

    private Host Machine => Feed.Snapshot?.Hosts.FirstOrDefault(host => host.Name == HostName) ?? new Host { Name = HostName };

    private Timestamp? OpenUntil => OpenWindow.Until(Feed.Snapshot, Machine.SiteId, Time.GetUtcNow());

    private bool MayGo => !busy && HostName.Length > 0 && !string.IsNullOrWhiteSpace(Reason) && plan.Count > 0 && plan.All(step => step.IsComplete)
        && (urgent || nextOne is not null || OpenUntil is null);

    protected override async Task OnInitializedAsync()
    {
        (var answer, problem) = await Api.AskAsync(options => Api.Drains.ListWorkKindsAsync(new ListWorkKindsRequest(), options), CancellationToken.None);
        offers = [.. answer?.Kinds ?? []];
        plan = offers.Count > 0 ? [new WorkDraft(offers[0])] : [];
    }

    private void ForgetTargets() => plan = [.. plan.Select(step => step.ForAnotherHost())];

    private async Task SaveAsync()
    {
        busy = true;
        var request = new ProposeDrainRequest { HostName = HostName, Reason = Reason.Trim(), Urgent = urgent, Works = { plan.Select(step => step.Planned) } };
        if (!urgent && nextOne == true)
        {
            request.NotBefore = OpenUntil;
        }

        (var done, problem) = await Api.AskAsync(options => Api.Drains.ProposeDrainAsync(request, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
