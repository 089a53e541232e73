using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>Takes Events up to the first driver_message: there the disk is gone.</summary>
internal sealed class DyingSink : IEventSink
{
    public List<Event> Taken { get; } = [];

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken)
    {
        if (happened.Kind == EventKinds.DriverMessage)
        {
            throw new IOException("the disk is gone");
        }

        Taken.Add(happened);
        return ValueTask.CompletedTask;
    }
}
