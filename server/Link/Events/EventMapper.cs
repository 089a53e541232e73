using System.Text.Json;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Events;

/// <summary>From the wire to what is kept. Bounded: whatever an agent sends, it fits and Postgres takes it.</summary>
internal static class EventMapper
{
    public const int SpoolIdLimit = 64;
    public const int KindLimit = 50;
    public const int OriginLimit = 120;
    private const int TextLimit = 2048;
    private const int DetailLimit = 64;
    private const int KeyLimit = 100;

    /// <summary>Where the detail holds the GPU that an Event names and its Host does not have.</summary>
    public const string SaidGpu = "said_gpu";

    /// <param name="skew">The Host's clock minus ours.</param>
    public static StoredEvent ToStored(ConnectRequest message, HostIdentity host, GpuDirectory gpus, DateTimeOffset receivedAt, TimeSpan skew = default)
    {
        var seen = message.Event;
        var gpuUuid = seen.GpuUuid.Length > 0 ? gpus.Own(seen.GpuUuid) : gpus.At(seen.PciAddress);
        return new StoredEvent
        {
            HostId = host.Id,
            SpoolId = message.SpoolId,
            Sequence = SequenceOf(message),
            At = seen.At?.ToDateTimeOffset() ?? receivedAt,
            ReadAt = seen.ReadAt?.ToDateTimeOffset(),
            ReceivedAt = receivedAt,
            Skew = skew,
            BootId = seen.BootId,
            Kind = Clean(seen.Kind, KindLimit),
            GpuUuid = gpuUuid,
            Code = seen.Code,
            Count = (int)Math.Clamp(seen.Count, 1, int.MaxValue),
            Source = Clean(seen.Source, 50),
            Text = Clean(seen.Text, TextLimit),
            // One that was cut could be another's.
            Origin = seen.Origin.Length is > 0 and <= OriginLimit ? Clean(seen.Origin, OriginLimit) : null,
            Detail = Detail(seen, gpuUuid is null),
        };
    }

    /// <param name="isUnnamed">It is of no GPU of the Host: whatever it names is kept as a word of its own.</param>
    private static string Detail(Event seen, bool isUnnamed)
    {
        var detail = seen.Detail.Take(DetailLimit).DistinctBy(pair => Clean(pair.Key, KeyLimit))
            .ToDictionary(pair => Clean(pair.Key, KeyLimit), pair => Clean(pair.Value, TextLimit));
        if (isUnnamed && seen.GpuUuid.Length > 0)
        {
            detail[SaidGpu] = Clean(seen.GpuUuid, GpuNames.Longest);
        }

        return JsonSerializer.Serialize(detail);
    }

    /// <summary>What becomes of a message that was not taken: it is told, not silently dropped.</summary>
    public static StoredEvent Refused(ConnectRequest message, HostIdentity host, string reason, DateTimeOffset receivedAt) => new()
    {
        HostId = host.Id,
        SpoolId = Clean(message.SpoolId, SpoolIdLimit),
        Sequence = SequenceOf(message),
        At = receivedAt,
        ReceivedAt = receivedAt,
        Kind = message.Frame is null ? EventKinds.MessageRefused : EventKinds.FrameRefused,
        Count = 1,
        Source = "server",
        Text = Clean(reason, TextLimit),
    };

    // No spool counts so far; whoever says that it does loses what follows, and no stream ends of it.
    private static long SequenceOf(ConnectRequest message) => (long)Math.Min(message.Sequence, long.MaxValue);

    // Postgres refuses NUL in text, and one such message must not hold up all that follow it.
    internal static string Clean(string text, int limit)
    {
        // Half a character (a surrogate) is refused as well.
        var cut = text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
        return cut.Contains('\0') ? cut.Replace('\0', '\uFFFD') : cut;
    }
}
