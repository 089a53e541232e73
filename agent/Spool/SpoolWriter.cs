using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool;

/// <summary>Puts what is read and what happened into the spool.</summary>
internal sealed class SpoolWriter(MessageSpool spool, SpoolOptions options, TimeProvider time) : IFrameSink, IEventSink
{
    public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken) => Append(new ConnectRequest { Frame = frame });

    public ValueTask WriteAsync(Inventory inventory, CancellationToken cancellationToken) => Append(new ConnectRequest { Inventory = inventory });

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken)
    {
        happened.ReadAt = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        happened.BootId = options.BootId;
        return Append(new ConnectRequest { Event = happened });
    }

    public ValueTask WriteAsync(CommandResult result, CancellationToken cancellationToken) => Append(new ConnectRequest { Result = result });

    public ValueTask WriteAsync(Chunk chunk, CancellationToken cancellationToken) => Append(new ConnectRequest { Chunk = chunk });

    /// <summary>The result comes to the server when the files that it speaks of are there.</summary>
    public ValueTask WriteBehindFilesAsync(CommandResult result, CancellationToken cancellationToken)
    {
        spool.Append(new ConnectRequest { Result = result }, SpoolLane.Files);
        return ValueTask.CompletedTask;
    }

    private ValueTask Append(ConnectRequest message)
    {
        spool.Append(message);
        return ValueTask.CompletedTask;
    }
}
