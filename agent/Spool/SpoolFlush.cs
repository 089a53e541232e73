using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool;

/// <summary>Brings what is written to disk at once, though not twice in a second, keeps the spool within its limits, and tells once a
/// minute what could not be kept.</summary>
internal sealed partial class SpoolFlush(MessageSpool spool, SpoolOptions options, TimeProvider time, ILogger<SpoolFlush> logger) : BackgroundService
{
    /// <summary>A little less than the pace of the Frames, so that each of them finds it over.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(900);

    /// <summary>So long a spool in which nothing happens is not looked at.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(60);

    private string? lastFault;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Flush();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? reportedAt = null;
        while (true)
        {
            var changed = spool.Changed;
            var flushedAt = time.GetTimestamp();
            Flush();
            if (reportedAt is not { } at || time.GetElapsedTime(at) >= ReportPeriod)
            {
                Report(spool.TakeLoss());
                reportedAt = flushedAt;
            }

            await changed.WaitAsync(Longest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            if (Shortest - time.GetElapsedTime(flushedAt) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, stoppingToken);
            }
        }
    }

    private void Flush()
    {
        string? fault = null;
        try
        {
            var disk = new DriveInfo(options.Folder);
            spool.Flush(disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            fault = refused.Message;
        }

        if (fault != lastFault)
        {
            Log.SpoolStateChanged(logger, options.Folder, fault ?? "well again");
            lastFault = fault;
        }
    }

    private void Report(SpoolLoss loss)
    {
        if (loss.IsNone)
        {
            return;
        }

        var text = $"The spool lost {loss.DroppedFrames} Frames and {loss.DroppedEvents} Events for want of room, "
            + $"{loss.CorruptRecords} damaged records, a torn tail of {loss.TornBytes} bytes and {loss.UnreadableSegments} segments that cannot be read";
        Log.MessagesLost(logger, text);
        spool.Append(new ConnectRequest
        {
            Event = new Event
            {
                At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
                Kind = EventKinds.SpoolLoss,
                Count = 1,
                Source = "agent",
                Text = text,
                Detail =
                {
                    ["dropped_frames"] = $"{loss.DroppedFrames}",
                    ["dropped_events"] = $"{loss.DroppedEvents}",
                    ["corrupt_records"] = $"{loss.CorruptRecords}",
                    ["torn_bytes"] = $"{loss.TornBytes}",
                    ["unreadable_segments"] = $"{loss.UnreadableSegments}",
                },
            },
        });
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Spool {Folder}: {State}")]
        public static partial void SpoolStateChanged(ILogger logger, string folder, string state);

        [LoggerMessage(EventId = 1302, Level = LogLevel.Warning, Message = "{Text}")]
        public static partial void MessagesLost(ILogger logger, string text);
    }
}
