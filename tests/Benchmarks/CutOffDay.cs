using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Benchmarks;

/// <summary>The spool of a Host that has read for a day and reached nobody, and what it must deliver.</summary>
internal sealed record CutOffDay(DateTimeOffset Begin, long[,] Energy, int Events, ulong LastSequence, long BytesOnDisk, double MicrosecondsPerFrame)
{
    public const int Seconds = 24 * 60 * 60;
    public const string Source = "bench";
    private const int SecondsBetweenEvents = 300;
    private const int SecondsBetweenFlushes = 60;
    private const long Plenty = 1L << 40;

    /// <summary>A second of it costs microseconds; the spool's work alone is timed.</summary>
    public static CutOffDay Fill(SpoolOptions options, BusyHost host, DateTimeOffset now)
    {
        var begin = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(-Seconds);
        var energy = new long[Seconds, BusyHost.GpuCount];
        var (events, spent) = (0, new Stopwatch());
        using var spool = MessageSpool.Open(options);
        for (var second = 0; second < Seconds; second++)
        {
            var frame = host.FrameAt(begin.AddSeconds(second), second);
            for (var gpu = 0; gpu < BusyHost.GpuCount; gpu++)
            {
                energy[second, gpu] = frame.Gpus[gpu].EnergyMj;
            }

            spent.Start();
            spool.Append(new ConnectRequest { Frame = frame });
            spent.Stop();
            if (second % SecondsBetweenEvents == 0)
            {
                spool.Append(new ConnectRequest { Event = EventOf(frame.At, events++) });
            }

            if (second % SecondsBetweenFlushes == 0)
            {
                spool.Flush(Plenty, Plenty);
            }
        }

        spool.Flush(Plenty, Plenty);
        var loss = spool.TakeLoss();
        return loss.IsNone
            ? new CutOffDay(begin, energy, events, spool.Last, BytesIn(options.Folder), spent.Elapsed.TotalMicroseconds / Seconds)
            : throw new InvalidOperationException($"The spool lost something while it was filled: {loss}");
    }

    private static Event EventOf(Timestamp at, int number) => new()
    {
        At = at,
        ReadAt = at,
        Kind = EventKinds.DriverMessage,
        Count = 1,
        Source = Source,
        Text = $"event {number} of the day",
    };

    private static long BytesIn(string folder) => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
}
