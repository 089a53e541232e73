using System.Threading.Channels;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>One agent's open stream: what others may do with it.</summary>
internal sealed class HostStream : IDisposable
{
    private readonly Channel<ConnectResponse> outgoing = Channel.CreateUnbounded<ConnectResponse>(new() { SingleReader = true });
    private readonly CancellationTokenSource ending;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostStream(HostIdentity host, CancellationToken aborted)
    {
        (Host, Minutes) = (host, new OpenMinutes(host.Id));
        ending = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Ending = ending.Token;
    }

    public HostIdentity Host { get; }

    /// <summary>What the agent said of itself as it began.</summary>
    public Hello Hello
    {
        get;
        init => (field, Abilities) = (value, AgentAbilities.Of(value));
    } = new();

    /// <summary>The boot of the machine that opened it, by its own word; empty: it does not tell.</summary>
    public string BootId => Hello.BootId;

    /// <summary>What the agent can do, by its own word.</summary>
    public AgentAbilities Abilities { get; private init; } = AgentAbilities.First;

    /// <summary>What was read and is not stored yet.</summary>
    public OpenMinutes Minutes { get; }

    /// <summary>Cancelled when the stream is to end, whoever wants it.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Why the server ended it; null: it did not.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Completes when all that was read of the stream is stored and it has left.</summary>
    public Task Ended => ended.Task;

    public ChannelReader<ConnectResponse> Outgoing => outgoing.Reader;

    /// <summary>Commands already sent on this stream, with the time: touched by the pump alone.</summary>
    public Dictionary<Guid, DateTimeOffset> Sent { get; } = [];

    public void Send(ConnectResponse message) => outgoing.Writer.TryWrite(message);

    /// <summary>Asks it to end; of one that is over already, nothing.</summary>
    public void End(string because)
    {
        EndedBecause ??= because;
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever asks may have found it just before it left: a newcomer, say, that takes its place.
        }
    }

    public void MarkEnded()
    {
        outgoing.Writer.TryComplete();
        ended.TrySetResult();
    }

    public void Dispose() => ending.Dispose();
}
