using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>Orders one command on a Host. What can be ordered, and what each asks for, the server says.</summary>
public sealed partial class OrderDialog
{
    private IReadOnlyList<CommandKind> kinds = [];
    private OrderDraft? draft;
    private bool busy;
    private Fault? problem;

    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;

    private bool MayGo => !busy && draft?.IsComplete(Machine) == true;

    protected override async Task OnInitializedAsync()
    {
        (var answer, problem) = await Api.AskAsync(options => Api.Commands.ListCommandKindsAsync(new ListCommandKindsRequest(), options), CancellationToken.None);
        kinds = CommandMenu.For(Person.Role, answer?.Kinds ?? []);
        draft = kinds.Count > 0 ? new OrderDraft(kinds[0]) : null;
    }

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    // What was typed of the reason and the Host holds for another command too; whether it may disturb is asked anew.
    private void Choose(ChangeEventArgs change) =>
        draft = new OrderDraft(kinds.First(kind => kind.Name == Text(change))) { Reason = draft?.Reason ?? "", Typed = draft?.Typed ?? "" };

    private async Task SaveAsync()
    {
        busy = true;
        var request = draft!.Request(Machine);
        (var done, problem) = await Api.AskAsync(options => Api.Commands.OrderCommandAsync(request, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
