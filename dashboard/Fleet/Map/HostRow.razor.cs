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

    private string Tip(Gpu gpu, CellLook look)
    {
        var slot = gpu.HasSlot ? $" (slot {gpu.Slot})" : "";
        var readings = !look.IsCurrent ? "" :
            $" · {Shown.Number(gpu.HasTemperatureC ? gpu.TemperatureC : null)} °C · {Shown.Number(gpu.HasPowerW ? gpu.PowerW : null)} W · risk 7 d {Shown.Percent(gpu.HasRisk7D ? gpu.Risk7D : null)}";
        var headline = gpu.Headline.Length == 0 ? "" : " · " + gpu.Headline;
        // A moment and no age: nobody counts on inside a hover text.
        var heard = look.Heard is null ? "" : ", last heard " + Shown.Local(look.Heard, Zone);
        return $"{Machine.Name} GPU {gpu.Index}{slot}: {look.Word}{heard}{readings}{headline}";
    }
}
