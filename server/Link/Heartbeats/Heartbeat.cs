using Google.Protobuf;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>The last thing heard of one Host, on its way into host_heartbeats.</summary>
/// <param name="Gpus">The newest GPU readings, and when they came: a Frame may be without them.</param>
internal sealed record Heartbeat(
    Guid HostId, DateTimeOffset HeardAt, byte[] Frame, byte[]? Bmc, DateTimeOffset? BmcAt, Quietness Quiet, TimeSpan ClockSkew,
    IReadOnlyList<GpuReading> Gpus, DateTimeOffset GpusAt)
{
    /// <summary>How long a reading still stands for now. A driver call that is late by a second leaves a Frame without GPUs; that must
    /// not show a whole Host as unreadable.</summary>
    private static readonly TimeSpan ReadingStands = TimeSpan.FromSeconds(10);

    public static Heartbeat Next(Heartbeat? before, Guid hostId, Frame frame, DateTimeOffset receivedAt, TimeSpan clockSkew)
    {
        var (gpus, gpusAt) = before is null || frame.Gpus.Count > 0 || receivedAt - before.GpusAt > ReadingStands
            ? ((IReadOnlyList<GpuReading>)frame.Gpus, receivedAt)
            : (before.Gpus, before.GpusAt);
        return new(
            hostId,
            receivedAt,
            With(frame, gpus).ToByteArray(),
            frame.Bmc is null ? before?.Bmc : new Frame { At = frame.At, Bmc = frame.Bmc }.ToByteArray(),
            frame.Bmc is null ? before?.BmcAt : receivedAt,
            (before?.Quiet ?? Quietness.Unknown).Next(frame.Inference, receivedAt),
            clockSkew,
            gpus,
            gpusAt);
    }

    private static Frame With(Frame frame, IReadOnlyList<GpuReading> gpus)
    {
        if (frame.Gpus.Count == gpus.Count)
        {
            return frame;
        }

        var whole = frame.Clone();
        whole.Gpus.Add(gpus);
        return whole;
    }
}
