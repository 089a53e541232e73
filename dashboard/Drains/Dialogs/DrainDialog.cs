using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Dialogs;

/// <summary>What all dialogs about one Drain do alike: ask the control plane once, stay open and say why where it refuses, close where
/// it agrees.</summary>
public abstract class DrainDialog : ComponentBase
{
    [Parameter, EditorRequired] public Drain Drain { get; set; } = null!;
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;

    /// <summary>A second click must not ask a second time.</summary>
    protected bool Busy { get; private set; }

    private protected Fault? Problem { get; private set; }

    private protected async Task AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call) where T : class
    {
        Busy = true;
        (var done, Problem) = await Api.AskAsync(call, CancellationToken.None);
        Busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
