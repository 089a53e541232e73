using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Drains.Dialogs;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>One drain on the board, and what this person may do about it.</summary>
public sealed partial class DrainCard
{
    [Parameter, EditorRequired] public Drain Drain { get; set; } = null!;

    /// <summary>The newest drain of its Host: the one that links and tests mean by the Host's name.</summary>
    [Parameter] public bool IsNewest { get; set; }
    /// <summary>It stands on the drain's own page, with its story beside it.</summary>
    [Parameter] public bool IsWhole { get; set; }
    [Parameter] public string? Zone { get; set; }
    [Parameter] public DateTimeOffset Now { get; set; }
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal Prompts Prompts { get; set; } = null!;

    [Inject] internal FleetFeed Feed { get; set; } = null!;

    /// <summary>Its Host as it is heard by now; null: the fleet does not know it.</summary>
    private Host? Heard => Feed.Snapshot?.Hosts.FirstOrDefault(host => host.Name == Drain.HostName);

    private bool IsAtWork => Drain.State == DrainState.Working;

    private string? Id(string what) => IsNewest ? $"{what}-{Drain.HostName}" : null;

    private Task<bool> GuardAsync() => Prompts.ShowAsync("Guard", new DialogParameters<GuardDialog> { { dialog => dialog.Drain, Drain } });

    private Task<bool> ApproveAsync() => Prompts.ShowAsync("Approve", new DialogParameters<ApproveDialog> { { dialog => dialog.Drain, Drain } });

    private Task<bool> VouchAsync() => Prompts.ShowAsync("Go on", new DialogParameters<VouchDialog> { { dialog => dialog.Drain, Drain } });

    private Task<bool> CancelAsync() => Prompts.ShowAsync("Cancel", new DialogParameters<CancelDialog> { { dialog => dialog.Drain, Drain } });

    private Task<bool> LiftBrakeAsync() => Prompts.ShowAsync("Lift the limit", new DialogParameters<LiftBrakeDialog> { { dialog => dialog.Drain, Drain } });

    private Task<bool> WorkDoneAsync() => Prompts.ShowAsync("Mark work as done", new DialogParameters<WorkDoneDialog> { { dialog => dialog.Drain, Drain } });
}
