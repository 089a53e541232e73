using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>Says what the Host is made of: at start, hourly, and when a sensor's state hints that something was changed.</summary>
internal sealed partial class InventoryLoop(
    IEnumerable<IInventorySource> sources, IFrameSink sink, TimeProvider time, ILogger<InventoryLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Every source has so long: `ipmitool fru` on a slow BMC takes half of it.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim refresh = new(0, 1);

    /// <summary>Reads again soon. What is unchanged is not sent.</summary>
    public void Refresh()
    {
        try
        {
            refresh.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is asked for already.
        }
    }

    public async Task<Inventory> ReadAsync(CancellationToken cancellationToken)
    {
        var inventory = new Inventory { At = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        foreach (var source in sources)
        {
            await ReadAsync(source, inventory, cancellationToken);
        }

        return inventory;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Inventory? sent = null;
        var hurried = false;
        while (true)
        {
            var inventory = await ReadAsync(stoppingToken);
            if (!hurried || !SameBut(inventory, sent))
            {
                await sink.WriteAsync(inventory, stoppingToken);
                sent = inventory;
            }

            hurried = await WaitAsync(stoppingToken);
        }
    }

    private static bool SameBut(Inventory one, Inventory? other)
    {
        var copy = other?.Clone();
        copy?.At = one.At;
        return one.Equals(copy);
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = refresh.WaitAsync(ended.Token);
        var first = await Task.WhenAny(asked, Task.Delay(Period, time, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == asked;
    }

    private async Task ReadAsync(IInventorySource source, Inventory inventory, CancellationToken cancellationToken)
    {
        var part = new Inventory();
        try
        {
            using var timeOut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeOut.CancelAfter(TimeOut);
            await Task.Run(() => source.ReadAsync(part, timeOut.Token), timeOut.Token).WaitAsync(TimeOut, time, cancellationToken);
            inventory.MergeFrom(part);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.InventorySourceNotRead(logger, source.Name, fault.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Inventory of {Source} cannot be read: {Reason}; it is tried again within the hour")]
        public static partial void InventorySourceNotRead(ILogger logger, string source, string reason);
    }
}
