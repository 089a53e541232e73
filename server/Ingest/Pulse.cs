using Google.Protobuf;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Ingest;

/// <summary>The last thing heard of one Host, on its way into host_pulses.</summary>
internal sealed record Pulse(Guid HostId, DateTimeOffset HeardAt, byte[] Frame, byte[]? Bmc, DateTimeOffset? BmcAt, Quietness Quiet, TimeSpan ClockSkew)
{
    public static Pulse Next(Pulse? before, Guid hostId, Frame frame, DateTimeOffset receivedAt, TimeSpan clockSkew) => new(
        hostId,
        receivedAt,
        frame.ToByteArray(),
        frame.Bmc is null ? before?.Bmc : new Frame { At = frame.At, Bmc = frame.Bmc }.ToByteArray(),
        frame.Bmc is null ? before?.BmcAt : receivedAt,
        (before?.Quiet ?? Quietness.Unknown).Next(frame.Inference, receivedAt),
        clockSkew);
}
