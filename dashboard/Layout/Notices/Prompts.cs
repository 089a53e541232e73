using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace SovereignFleet.Dashboard.Layout.Notices;

/// <summary>Asks a person something in a dialog.</summary>
internal sealed class Prompts(IDialogService dialogs)
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    /// <summary>Shows a dialog; true when the person went through with it.</summary>
    public async Task<bool> ShowAsync<TDialog>(string title, DialogParameters<TDialog> parameters) where TDialog : IComponent
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, Options);
        return await dialog.Result is { Canceled: false };
    }

    public Task<bool> ShowAsync<TDialog>(string title) where TDialog : IComponent => ShowAsync(title, new DialogParameters<TDialog>());
}
