using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Frames;

/// <summary>Each second one Frame: every sensor that is due is read, each by itself, and what has come in is put together.
/// A slow sensor's reading goes into the Frame of the second in which it ends. Every Frame tells how each sensor fared.</summary>
internal sealed partial class SensorLoop(
    IEnumerable<ISensor> sensors, SensorPeriods periods, EventSourceLoop eventSources, IFrameSink frames, SensorChanges changes,
    TimeProvider time, ILogger<SensorLoop> logger) : BackgroundService
{
    /// <summary>So long a Frame waits for the sensors that are read each second.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private readonly List<SensorRun> runs = [.. new NameTable<ISensor>("sensor", sensors, sensor => sensor.Name).All.Select(sensor => new SensorRun(sensor, periods, time))];
    private long lastFrameAt = time.GetTimestamp();

    /// <summary>How long the loop has written no Frame. The watchdog looks at it.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Interlocked.Read(ref lastFrameAt));

    /// <summary>Reads the sensors that are due at this second into one Frame.</summary>
    public async Task<Frame> ReadAsync(DateTimeOffset second, CancellationToken cancellationToken)
    {
        var quick = new List<Task>();
        foreach (var run in runs)
        {
            if (run.Begin(second) is { } reading && run.IsQuick)
            {
                quick.Add(reading);
            }
        }

        await Task.WhenAll(quick).WaitAsync(Gathering, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var frame = new Frame { At = Timestamp.FromDateTimeOffset(second) };
        foreach (var run in runs)
        {
            var (before, now) = await run.CollectAsync(frame);
            if (now is not null)
            {
                frame.Sensors.Add(now);
                await changes.ReportAsync(before, now, cancellationToken);
            }
        }

        frame.Sensors.Add(eventSources.Statuses);
        return frame;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var second = await NextSecondAsync(stoppingToken);
            try
            {
                await frames.WriteAsync(await ReadAsync(second, stoppingToken), stoppingToken);
                Interlocked.Exchange(ref lastFrameAt, time.GetTimestamp());
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.FrameLost(logger, second, fault);
            }
        }
    }

    private async Task<DateTimeOffset> NextSecondAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = new DateTimeOffset((now.UtcTicks / TimeSpan.TicksPerSecond + 1) * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        await Task.Delay(next - now, time, cancellationToken);
        return next;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "The Frame of {Second:O} could not be written")]
        public static partial void FrameLost(ILogger logger, DateTimeOffset second, Exception fault);
    }
}
