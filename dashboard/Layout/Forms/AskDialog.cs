using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;

namespace SovereignFleet.Dashboard.Layout.Forms;

/// <summary>What dialogs do alike that ask for one thing: ask once, stay open and say why where the control plane refuses, and stay open to show what is
/// told this once.</summary>
public abstract class AskDialog : ComponentBase
{
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal FleetFeed Feed { get; set; } = null!;

    /// <summary>A second click must not ask a second time.</summary>
    protected bool Busy { get; private set; }

    /// <summary>A password or token, told this once; null: there is none yet.</summary>
    protected string? Secret { get; private set; }

    private protected Fault? Problem { get; private set; }

    /// <summary>Closes, as gone through with.</summary>
    protected void Close() => Dialog.Close();

    /// <summary>Asks; closes where that was all.</summary>
    /// <param name="secret">What the answer tells this once; empty: nothing.</param>
    private protected async Task AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, Func<T, string> secret) where T : class
    {
        Busy = true;
        (var done, Problem) = await Api.AskAsync(call, CancellationToken.None);
        Busy = false;
        Secret = done is not null && secret(done) is { Length: > 0 } told ? told : null;
        if (done is not null && Secret is null)
        {
            Close();
        }
    }

    private protected Task AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call) where T : class => AskAsync(call, _ => "");
}
