using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>When an examination must stop: the time that was given, and a GPU that gets too hot.</summary>
internal sealed class CheckLimits(ITemperature temperature, string uuid, int maxCelsius, DateTimeOffset end, TimeProvider time)
{
    /// <summary>Null: nobody could tell.</summary>
    public int? Hottest { get; private set; }

    /// <summary>Null: go on. Else why not.</summary>
    public string? WhyStop()
    {
        var celsius = temperature.Celsius(uuid);
        Hottest = celsius > Hottest || Hottest is null ? celsius ?? Hottest : Hottest;
        return celsius > maxCelsius ? $"stopped at {celsius} °C, over the limit of {maxCelsius} °C"
            : time.GetUtcNow() >= end ? "the time was over"
            : null;
    }
}
