using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>Takes Events as the spool does, into memory.</summary>
internal sealed class EventList : IEventSink
{
    private readonly Lock gate = new();
    private readonly List<Event> events = [];

    public IReadOnlyList<Event> All
    {
        get
        {
            lock (gate)
            {
                return [.. events];
            }
        }
    }

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            events.Add(happened);
        }

        return ValueTask.CompletedTask;
    }
}
