using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>What one message may hold: more than any machine has, and little enough that no agent fills our memory. Pure.</summary>
internal static class MessageBounds
{
    public const int MostGpus = 64;
    public const int MostSensors = 2048;
    public const int MostParts = 1024;
    /// <summary>A Frame of sixteen GPUs is 4 kB.</summary>
    public const int LargestFrame = 256 * 1024;

    /// <returns>Why it is not taken; null: it is.</returns>
    public static string? WhyNot(ConnectRequest message) =>
        (Count(message) ?? Content(message)) is { } why ? $"A message ({message.BodyCase}) was refused: {why}" : null;

    private static string? Count(ConnectRequest message) => message switch
    {
        { Frame: { } frame } => WhyNot(frame),
        { Inventory: { } inventory } => WhyNot(inventory),
        _ => null,
    };

    private static string? WhyNot(Frame frame) =>
        TooMany("GPUs", frame.Gpus.Count, MostGpus) ?? TooMany("sensors", frame.Sensors.Count, MostParts)
        ?? TooMany("inference servers", frame.Inference.Count, MostParts) ?? TooMany("BMCs", frame.Gateway.Count, MostParts)
        ?? TooMany("BMC sensors", frame.Bmc?.Sensors.Count ?? 0, MostSensors)
        ?? (frame.CalculateSize() is var size && size > LargestFrame ? $"it has {size} bytes, and a Frame has at most {LargestFrame}." : null);

    private static string? WhyNot(Inventory inventory) =>
        TooMany("GPUs", inventory.Gpus.Count, MostGpus) ?? TooMany("devices", inventory.Host?.Devices.Count ?? 0, MostParts)
        ?? TooMany("parts", inventory.Bmc?.Frus.Count ?? 0, MostParts);

    private static string? TooMany(string what, int count, int most) => count > most ? $"it names {count} {what}, and a Host has at most {most}." : null;

    // An Event's text is cut and cleaned instead, and so is a result's: what they tell must not be lost for a letter. A Frame's own time is judged by
    // the stream's clock; its texts are kept as they came.
    private static string? Content(ConnectRequest message) => message switch
    {
        { Inventory: { } inventory } => MessageFaults.Of(inventory),
        { Event: { } seen } => MessageFaults.OfTime("at", seen.At) ?? MessageFaults.OfTime("read_at", seen.ReadAt),
        { Result: { } result } => MessageFaults.OfTime("at", result.At),
        { Frame: { } frame } => MessageFaults.OfTime("at", frame.At),
        _ => null,
    };
}
