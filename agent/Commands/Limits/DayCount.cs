namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>How often the like of a command was begun in the last day.</summary>
/// <param name="Counter">What is counted, each GPU, each unit and each Host by itself: "reboot", "gpu-reset:GPU-6f0e...".</param>
/// <param name="Most">How often it may be; null: there is no limit.</param>
internal sealed record DayCount(string Counter, int Begun, int? Most)
{
    /// <param name="of">The GPU, the unit, the Host; empty: this Host.</param>
    public static string CounterOf(string name, string of) => of.Length == 0 ? name : $"{name}:{of}";
}
