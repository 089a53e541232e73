using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Dialogs;

/// <summary>Proposes a drain; what the guard would say is shown before anything is sent.</summary>
public sealed partial class ProposeDialog
{
    private Fault? problem;
    private bool urgent = true;
    private WorkKind work = WorkKind.RemoteHands;
    private bool busy;

    [Parameter] public string HostName { get; set; } = "";
    [Parameter] public string Reason { get; set; } = "";
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal FleetFeed Feed { get; set; } = null!;

    private IEnumerable<string> Names => DrainCandidates.Names(Feed.Snapshot);

    private async Task SaveAsync()
    {
        busy = true;
        var request = new ProposeDrainRequest { HostName = HostName, Reason = Reason.Trim(), Urgent = urgent, Work = { work } };
        (var done, problem) = await Api.AskAsync(options => Api.Drains.ProposeDrainAsync(request, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
