using System.Threading.Channels;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>One agent's open stream: what others may do with it.</summary>
internal sealed class HostStream(HostIdentity host, CancellationToken aborted) : IDisposable
{
    private readonly Channel<ConnectResponse> outgoing = Channel.CreateUnbounded<ConnectResponse>(new() { SingleReader = true });
    private readonly CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostIdentity Host => host;

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
    public OpenMinutes Minutes { get; } = new(host.Id);

    /// <summary>Cancelled when the stream is to end, whoever wants it.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Why the server ended it; null: it did not.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Completes when all that was read of the stream is stored and it has left.</summary>
    public Task Ended => ended.Task;

    public ChannelReader<ConnectResponse> Outgoing => outgoing.Reader;

    /// <summary>Commands already sent on this stream, with the time: touched by the pump alone.</summary>
    public Dictionary<Guid, DateTimeOffset> Sent { get; } = [];

    public void Send(ConnectResponse message) => outgoing.Writer.TryWrite(message);

    public void End(string because)
    {
        EndedBecause ??= because;
        ending.Cancel();
    }

    public void MarkEnded()
    {
        outgoing.Writer.TryComplete();
        ended.TrySetResult();
    }

    public void Dispose() => ending.Dispose();
}
