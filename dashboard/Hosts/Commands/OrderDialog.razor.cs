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
    private GuardVerdict? verdict;
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
        await AskGuardAsync();
    }

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    // What was typed of the reason and the Host holds for another command too; whether it may disturb is asked anew.
    private async Task ChooseAsync(ChangeEventArgs change)
    {
        draft = new OrderDraft(kinds.First(kind => kind.Name == Text(change))) { Reason = draft?.Reason ?? "", Typed = draft?.Typed ?? "" };
        await AskGuardAsync();
    }

    /// <summary>An argument may decide whether the command disturbs.</summary>
    private async Task ChangeAsync(string argument, string value)
    {
        var disturbed = draft!.Disturbs(Machine);
        draft = draft.With(argument, value);
        if (draft.Disturbs(Machine) != disturbed)
        {
            await AskGuardAsync();
        }
    }

    private async Task AskGuardAsync()
    {
        (verdict, draft) = (null, draft is null ? null : draft with { AskSecondPerson = false });
        if (draft?.Disturbs(Machine) != true)
        {
            return;
        }

        var asked = draft;
        (var answer, problem) = await Api.AskAsync(options => Api.Commands.PreviewCommandAsync(asked.Preview(Machine), options), CancellationToken.None);
        // Another one may have been chosen meanwhile, and have asked for itself.
        if (draft is not null && draft.Kind == asked.Kind && draft.Disturbs(Machine))
        {
            verdict = answer?.Verdict;
            draft = draft with { AskSecondPerson = verdict is { Allowed: false } };
        }
    }

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
