using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Retirement;

/// <summary>Takes a Host out of the fleet. What stands against it, the server says.</summary>
public sealed partial class RetireDialog
{
    private string reason = "";
    private string typed = "";
    private bool busy;
    private Fault? problem;

    [Parameter, EditorRequired] public string HostName { get; set; } = "";
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal NavigationManager Navigation { get; set; } = null!;

    private async Task SaveAsync()
    {
        busy = true;
        (var done, problem) = await Api.AskAsync(
            options => Api.Administration.RetireHostAsync(new RetireHostRequest { HostName = HostName, Reason = reason.Trim() }, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
            // Its page is of a Host that is not there any more.
            Navigation.NavigateTo("/");
        }
    }
}
