using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Agent.KernelLog.Prefixes;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Watches the kernel's log. The cursor moves only when the Events before it are in the spool, and only between two seconds of
/// <see cref="DuplicateLines"/>: the run after a killed one reads the last second again and makes the same Events of it, each with the same
/// origin, so that the server keeps none of them twice. None is missed that the kernel still has.</summary>
internal sealed class KernelLogSource(KernelLogOptions options, TimeProvider time) : IEventSource
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>How often the cursor is kept at most while lines come.</summary>
    private static readonly TimeSpan KeepPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>A file on a network file system changes without the kernel's knowledge, and a rotated one may be another path's: so often
    /// both are looked at in any case.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly RecordClock clock = new(time);
    private DuplicateLines repeats = new();
    private LogReader log = new();
    private RecordLines records = new(time.LocalTimeZone);
    private LogState? kept;
    private LogCursor? reached;
    private LogCursor? read;
    private LogCursor? flushTo;
    private long? keptAt;

    public string Name => options.Name;

    public string? UnsupportedReason()
    {
        if (options.MayBeAbsent && LogPath.Look(options.Path).Kind == LogPathKind.Missing)
        {
            return $"{options.Path} is not there";
        }

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
        kept = LogState.Load(options.CursorFile);
        (reached, flushTo) = (kept?.Cursor, kept?.FlushTo);
        (log, records, repeats) = (new LogReader(), new RecordLines(time.LocalTimeZone), new DuplicateLines(kept?.Known));
        using var tail = Open(LogPath.Look(options.Path), reached);
        using var poll = new LogPoll();
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
            (keptAt, flushTo) = (null, null);
            await SettleAsync(sink, cancellationToken);
            await (quiet && IsSettled && tail.Readable is { } readable
                ? poll.WaitAsync(readable, PollInterval, cancellationToken)
                : Task.Delay(options.Period, time, cancellationToken));
            quiet = true;
        }
    }

    /// <summary>Nothing is held that time alone would bring on.</summary>
    private bool IsSettled => !log.IsHolding && repeats.IsIdle && flushTo is null && (reached is null || reached == kept?.Cursor);

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
            await sink.WriteAsync(Loss(line), cancellationToken);
        }

        if (records.Read(line.Text) is { IsKernels: true } record)
        {
            var at = clock.At(record);
            await WriteAsync(log.Read(record, at, at, line.Place), sink, cancellationToken);
        }

        read = line.After;
        reached = log.IsHolding ? reached : read;
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
        var now = time.GetUtcNow();
        if (flushTo is { } end)
        {
            // An earlier run ended its second here: what it counted must not be counted on.
            if (read?.Source == end.Source && read.Position < end.Position)
            {
                return;
            }

            flushTo = null;
            await WriteAsync(log.Flush(), sink, cancellationToken);
            reached = read ?? reached;
            await EndSecondAsync(sink, now, cancellationToken);
        }
        else if (repeats.IsOver(now) && !log.IsHolding)
        {
            await EndSecondAsync(sink, now, cancellationToken);
        }

        if (!repeats.IsOpen && (keptAt is not { } at || time.GetElapsedTime(at) >= KeepPeriod))
        {
            Keep();
        }
    }

    private async Task EndSecondAsync(IEventSink sink, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = repeats.End(now);
        if (held.Count > 0)
        {
            NoteEnd();
        }

        foreach (var counted in held)
        {
            await sink.WriteAsync(counted, cancellationToken);
        }

        Keep();
    }

    /// <summary>Before what was counted is told: a run that ends while it hands them on is told again up to the same place.</summary>
    private void NoteEnd()
    {
        try
        {
            (kept is null ? null : kept with { FlushTo = reached })?.Save(options.CursorFile);
        }
        catch (IOException)
        {
            // A full disk: better told, and maybe counted twice after a kill, than not told.
        }
    }

    private void Keep()
    {
        if (reached is not null && new LogState(reached, repeats.Known, null) is var now && now != kept)
        {
            now.Save(options.CursorFile);
            kept = now;
            keptAt = time.GetTimestamp();
        }
    }

    private Event Loss(LogLine line) => new()
    {
        At = time.GetUtcNow().ToTimestamp(),
        Kind = EventKinds.KernelLogLoss,
        Source = "kernel-log",
        Count = 1,
        Text = $"{line.Lost} records of the kernel's log were overwritten before they were read",
        Origin = line.Place.Length > 0 ? line.Place + "/lost" : "",
        Detail = { ["lost"] = line.Lost.ToString(CultureInfo.InvariantCulture) },
    };
}
