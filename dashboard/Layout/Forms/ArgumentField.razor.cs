using Microsoft.AspNetCore.Components;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Layout.Forms;

/// <summary>One argument of a command, or the target of a work, in the form that asks for it.</summary>
public sealed partial class ArgumentField
{
    /// <summary>What the ids of its fields begin with.</summary>
    [Parameter, EditorRequired] public string Form { get; set; } = "";
    [Parameter, EditorRequired] public CommandArgument Argument { get; set; } = null!;
    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public string Value { get; set; } = "";
    [Parameter] public EventCallback<string> ValueChanged { get; set; }

    private bool IsGpu => Argument.Kind is ArgumentKind.Gpu or ArgumentKind.Gpus;

    private string Id => $"{Form}-{(IsGpu ? "gpu" : Argument.Name.Replace('_', '-'))}";

    private Task TakeAsync(ChangeEventArgs change) => ValueChanged.InvokeAsync(change.Value switch
    {
        bool isOn => isOn ? "true" : "false",
        var text => text as string ?? "",
    });
}
