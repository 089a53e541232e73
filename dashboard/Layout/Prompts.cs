using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane;

namespace SovereignFleet.Dashboard.Layout;

/// <summary>Asks a person something in a dialog, and tells them how it went.</summary>
internal sealed class Prompts(IDialogService dialogs, ISnackbar notes)
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    /// <summary>Shows a dialog; true when the person went through with it.</summary>
    public async Task<bool> ShowAsync<TDialog>(string title, DialogParameters<TDialog> parameters) where TDialog : IComponent
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, Options);
        return await dialog.Result is { Canceled: false };
    }

    public Task<bool> ShowAsync<TDialog>(string title) where TDialog : IComponent => ShowAsync(title, new DialogParameters<TDialog>());

    public void Done(string sentence) => notes.Add(sentence, MudBlazor.Severity.Normal);

    public void Failed(Fault fault) => notes.Add($"{fault.What} {fault.Meaning} {fault.ToDo}", MudBlazor.Severity.Error, options => options.RequireInteraction = true);
}
