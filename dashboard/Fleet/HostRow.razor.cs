using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet;

/// <summary>One Host of the map: its name and one cell for each GPU.</summary>
public sealed partial class HostRow
{
    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public bool ByTemperature { get; set; }
    [Parameter] public bool Stale { get; set; }
    [Parameter] public DateTimeOffset Now { get; set; }

    private string Url => "/hosts/" + Uri.EscapeDataString(Machine.Name);

    private string Css(Gpu gpu, CellLook look) =>
        Painted(gpu, look) ? "cell-metric" : ByTemperature ? "cell-unknown" : "cell-" + look.Tone.ToString().ToLowerInvariant();

    // A temperature is painted only while it is a reading; an old one is hatched like everything unknown.
    private bool Painted(Gpu gpu, CellLook look) => ByTemperature && gpu.HasTemperatureC && look.IsCurrent;

    private string? Paint(Gpu gpu, CellLook look)
    {
        if (!Painted(gpu, look))
        {
            return null;
        }

        var place = TemperatureScale.PlaceOf(gpu.TemperatureC);
        return $"background:{Cividis.At(place)};color:{(place > 0.5 ? "#000" : "#fff")}";
    }

    private string Tip(Gpu gpu, CellLook look)
    {
        var slot = gpu.HasSlot ? $" (slot {gpu.Slot})" : "";
        var readings = !look.IsCurrent ? "" :
            $" · {Shown.Number(gpu.HasTemperatureC ? gpu.TemperatureC : null)} °C · {Shown.Number(gpu.HasPowerW ? gpu.PowerW : null)} W · risk 7 d {Shown.Percent(gpu.HasRisk7D ? gpu.Risk7D : null)}";
        var headline = gpu.Headline.Length == 0 ? "" : " · " + gpu.Headline;
        return $"{Machine.Name} GPU {gpu.Index}{slot}: {look.Word}{readings}{headline}";
    }
}
