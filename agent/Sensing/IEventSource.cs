namespace SovereignFleet.Agent.Sensing;

/// <summary>Watches for Events until it is cancelled: the kernel log, NVML events, the SEL. A source that fails is started again.</summary>
internal interface IEventSource
{
    string Name { get; }

    string? UnsupportedReason();

    Task RunAsync(IEventSink sink, CancellationToken cancellationToken);
}

/// <summary>Takes Events. The write returns when the Event is in the spool, on disk.</summary>
internal interface IEventSink
{
    ValueTask WriteAsync(Proto.Link.Event happened, CancellationToken cancellationToken);
}
