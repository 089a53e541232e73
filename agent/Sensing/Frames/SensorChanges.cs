using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Frames;

/// <summary>Reports that a sensor fails or reads again, and has the Inventory read anew where its state changed: hardware may have.</summary>
internal sealed partial class SensorChanges(IEventSink events, InventoryLoop inventory, TimeProvider time, ILogger<SensorChanges> logger)
{
    public async Task ReportAsync(SensorStatus? before, SensorStatus now, CancellationToken cancellationToken)
    {
        if (SensorEvents.Change(before, now, time.GetUtcNow()) is { } change)
        {
            Log.SensorStatusChanged(logger, now.Name, now.Outcome, now.Reason);
            await events.WriteAsync(change, cancellationToken);
        }

        if (before?.Outcome != now.Outcome)
        {
            inventory.Refresh();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Sensor {Name}: {Outcome} {Reason}")]
        public static partial void SensorStatusChanged(ILogger logger, string name, SensorStatus.Types.Outcome outcome, string reason);
    }
}
