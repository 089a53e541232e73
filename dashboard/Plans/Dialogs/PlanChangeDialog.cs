using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>What the dialogs about one plan do alike: they ask once, by the revision that the person looks at, stay open and say why where the
/// control plane refuses, close where it agrees.</summary>
public abstract class PlanChangeDialog : ComponentBase
{
    [Parameter, EditorRequired] public Plan Plan { get; set; } = null!;
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
