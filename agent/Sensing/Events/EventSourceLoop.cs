using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Events;

/// <summary>Runs the event sources side by side.</summary>
internal sealed class EventSourceLoop(
    IEnumerable<IEventSource> sources, IEventSink sink, TimeProvider time, ILogger<EventSourceLoop> logger) : BackgroundService
{
    private readonly List<EventSourceRun> runs = [.. sources.Select(source => new EventSourceRun(source, sink, time, logger))];

    public IEnumerable<SensorStatus> Statuses => runs.Select(run => run.Status).OfType<SensorStatus>();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(runs.Select(run => run.RunAsync(stoppingToken)));
}
