using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Watches the kernel's log. The cursor moves only when the Events before it are in the spool: a killed agent may tell
/// the Events of its last second twice, and never misses one that the kernel still has.</summary>
internal sealed class KernelLogSource(KernelLogOptions options, TimeProvider time) : IEventSource
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>How often the cursor is kept at most while lines come.</summary>
    private static readonly TimeSpan KeepPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>A file on a network file system changes without the kernel's knowledge, and a rotated one may be another path's: so often
    /// both are looked at in any case.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private readonly RecordClock clock = new(time);
    private readonly Repeats repeats = new();
    private LogReader log = new();
    private LogCursor? kept;
    private LogCursor? reached;
    private long? keptAt;

    public string Name => "kernel-log";

    public string? UnsupportedReason()
    {
        try
        {
            using var tail = Open(LogPath.Look(options.Path), null);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return exception.Message;
        }
    }

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        reached = kept = LogCursor.Load(options.CursorFile);
        log = new LogReader();
        using var tail = Open(LogPath.Look(options.Path), kept);
        using var watch = new LogWatch();
        var quiet = false;
        while (true)
        {
            var lines = tail.Read();
            foreach (var line in lines)
            {
                await TakeAsync(line, sink, cancellationToken);
                await SettleAsync(sink, cancellationToken);
            }

            if (lines.Count > 0)
            {
                quiet = false;
                continue;
            }

            if (quiet)
            {
                // The kernel writes the lines that belong together at once: after a pause nothing more belongs to them.
                await WriteAsync(log.Flush(), sink, cancellationToken);
            }

            reached = log.IsHolding ? reached : tail.Position ?? reached;
            keptAt = null;
            await SettleAsync(sink, cancellationToken);
            await (quiet && IsSettled && tail.News is { } news
                ? watch.NewsAsync(news, Glance, cancellationToken)
                : Task.Delay(options.Period, time, cancellationToken));
            quiet = true;
        }
    }

    /// <summary>Nothing is held that time alone would bring on.</summary>
    private bool IsSettled => !log.IsHolding && !repeats.IsHolding && (reached is null || reached == kept);

    private ILogTail Open(LogPath path, LogCursor? cursor) => path.Kind switch
    {
        LogPathKind.Device => new KmsgTail(options.Path, File.ReadAllText(BootIdFile).Trim(), cursor),
        LogPathKind.File or LogPathKind.Pipe => new FileTail(options.Path, cursor),
        // A log that is not there yet may come; a device that is not there does not.
        _ when !options.Path.StartsWith("/dev/", StringComparison.Ordinal) => new FileTail(options.Path, cursor),
        _ => throw new FileNotFoundException($"{options.Path} is not there"),
    };

    private async Task TakeAsync(LogLine line, IEventSink sink, CancellationToken cancellationToken)
    {
        if (line.Lost > 0)
        {
            await sink.WriteAsync(Loss(line.Lost), cancellationToken);
        }

        if (KernelRecords.Parse(line.Text, time.LocalTimeZone) is { } record)
        {
            var at = clock.At(record);
            await WriteAsync(log.Read(record.Text, at, at), sink, cancellationToken);
        }

        reached = log.IsHolding ? reached : line.After;
    }

    private async Task WriteAsync(IReadOnlyList<Event> events, IEventSink sink, CancellationToken cancellationToken)
    {
        foreach (var happened in events)
        {
            if (repeats.Add(happened, time.GetUtcNow()) is { } fresh)
            {
                await sink.WriteAsync(fresh, cancellationToken);
            }
        }
    }

    private async Task SettleAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        foreach (var held in repeats.Due(time.GetUtcNow()))
        {
            await sink.WriteAsync(held, cancellationToken);
        }

        if (!repeats.IsHolding && reached is not null && reached != kept && (keptAt is not { } at || time.GetElapsedTime(at) >= KeepPeriod))
        {
            reached.Save(options.CursorFile);
            kept = reached;
            keptAt = time.GetTimestamp();
        }
    }

    private Event Loss(ulong lost) => new()
    {
        At = time.GetUtcNow().ToTimestamp(),
        Kind = EventKinds.KernelLogLoss,
        Source = "kernel-log",
        Count = 1,
        Text = $"{lost} records of the kernel's log were overwritten before they were read",
        Detail = { ["lost"] = lost.ToString(CultureInfo.InvariantCulture) },
    };
}
