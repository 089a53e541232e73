using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Drains.Dialogs;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Next;

/// <summary>The one next action about a Host, as a button.</summary>
public sealed partial class NextButton
{
    private bool busy;
    private Fault? problem;

    [Parameter, EditorRequired] public string HostName { get; set; } = "";

    /// <summary>Its live Drain; empty: none.</summary>
    [Parameter, EditorRequired] public string DrainId { get; set; } = "";

    /// <summary>What stands in the form of a new Drain.</summary>
    [Parameter] public string Reason { get; set; } = "";

    /// <summary>The button names the Host: the page is about many.</summary>
    [Parameter] public bool Named { get; set; }

    /// <summary>Where there is nothing to decide it leads to what there is to see.</summary>
    [Parameter] public bool Link { get; set; } = true;
    [Parameter, EditorRequired] public NextKind Kind { get; set; }
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private async Task GoAsync()
    {
        if (Kind == NextKind.Propose)
        {
            await Prompts.ShowAsync("Propose drain", new DialogParameters<ProposeDialog> { { dialog => dialog.HostName, HostName }, { dialog => dialog.Reason, Reason } });
            return;
        }

        busy = true;
        // As it is by now: what the page shows is a second old.
        (var answer, problem) = await Api.AskAsync(options => Api.Drains.GetDrainAsync(new GetDrainRequest { Id = DrainId }, options), CancellationToken.None);
        busy = false;
        if (answer?.Drain is { } drain)
        {
            await AskAsync(drain);
        }
    }

    private Task AskAsync(Drain drain) => Kind switch
    {
        NextKind.Approve => Prompts.ShowAsync("Approve", new DialogParameters<ApproveDialog> { { dialog => dialog.Drain, drain } }),
        NextKind.Vouch => Prompts.ShowAsync("Go on", new DialogParameters<VouchDialog> { { dialog => dialog.Drain, drain } }),
        NextKind.LiftBrake => Prompts.ShowAsync("Lift the limit", new DialogParameters<LiftBrakeDialog> { { dialog => dialog.Drain, drain } }),
        NextKind.MarkWorkDone => Prompts.ShowAsync("Mark work as done", new DialogParameters<WorkDoneDialog> { { dialog => dialog.Drain, drain } }),
        _ => Task.CompletedTask,
    };
}
