using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>How the cell of one GPU is painted: by its state, or by its temperature.</summary>
/// <param name="Css">The class that gives the cell its colour or its hatching.</param>
/// <param name="Style">The colour of its temperature; null where it is not painted by one.</param>
internal readonly record struct CellPaint(string Css, string? Style)
{
    public static CellPaint Of(Gpu gpu, CellLook look, bool byTemperature)
    {
        if (!byTemperature)
        {
            return new CellPaint("cell-" + look.Tone.ToString().ToLowerInvariant(), null);
        }

        // A temperature is painted only while it is a reading; an old one is hatched like everything unknown.
        if (!gpu.HasTemperatureC || !look.IsCurrent)
        {
            return new CellPaint("cell-unknown", null);
        }

        var place = TemperatureScale.PlaceOf(gpu.TemperatureC);
        return new CellPaint("cell-metric", $"background:{Cividis.At(place)};color:{(place > 0.5 ? "#000" : "#fff")}");
    }
}
