using Microsoft.AspNetCore.Components;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>One argument of a command in the form that orders it.</summary>
public sealed partial class ArgumentField
{
    [Parameter, EditorRequired] public CommandArgument Argument { get; set; } = null!;
    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public string Value { get; set; } = "";
    [Parameter] public EventCallback<string> ValueChanged { get; set; }

    private bool IsGpu => Argument.Kind is ArgumentKind.Gpu or ArgumentKind.Gpus;

    private string Id => IsGpu ? "order-gpu" : "order-" + Argument.Name.Replace('_', '-');

    private Task TakeAsync(ChangeEventArgs change) => ValueChanged.InvokeAsync(change.Value switch
    {
        bool isOn => isOn ? "true" : "false",
        var text => text as string ?? "",
    });
}
