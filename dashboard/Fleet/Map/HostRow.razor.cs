using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>One Host of the map: its name and one cell for each GPU.</summary>
public sealed partial class HostRow
{
    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public bool ByTemperature { get; set; }
    [Parameter] public bool Stale { get; set; }
    [Parameter] public string? Zone { get; set; }

    private string Url => "/hosts/" + Uri.EscapeDataString(Machine.Name);

    // Without its readings: they change each second, and are told when somebody asks (CellReadings).
    private string Label(Gpu gpu, CellLook look)
    {
        var slot = gpu.HasSlot ? $" (slot {gpu.Slot})" : "";
        // A moment and no age: nobody counts on inside a hover text.
        var heard = look.Heard is null ? "" : ", last heard " + Shown.Local(look.Heard, Zone);
        var headline = gpu.Headline.Length == 0 ? "" : " · " + gpu.Headline;
        return $"{Machine.Name} GPU {gpu.Index}{slot}: {look.Word}{heard}{headline}";
    }
}
