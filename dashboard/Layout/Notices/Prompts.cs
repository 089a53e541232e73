using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace SovereignFleet.Dashboard.Layout.Notices;

/// <summary>Asks a person something in a dialog.</summary>
internal sealed class Prompts(IDialogService dialogs, IJSRuntime script)
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    /// <summary>Shows a dialog; true when the person went through with it.</summary>
    public async Task<bool> ShowAsync<TDialog>(string title, DialogParameters<TDialog> parameters) where TDialog : IComponent
    {
        await script.InvokeVoidAsync("fleet.keepFocus");
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, Options);
        var isDone = await dialog.Result is { Canceled: false };
        await script.InvokeVoidAsync("fleet.returnFocus");
        return isDone;
    }

    public Task<bool> ShowAsync<TDialog>(string title) where TDialog : IComponent => ShowAsync(title, new DialogParameters<TDialog>());
}
