using System.Threading.Channels;
using Grpc.Core;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>What an agent sends, written by a test.</summary>
internal sealed class FakeRequests : IAsyncStreamReader<ConnectRequest>
{
    private readonly Channel<ConnectRequest> messages = Channel.CreateUnbounded<ConnectRequest>();

    public ConnectRequest Current { get; private set; } = new();

    public void Send(ConnectRequest message) => messages.Writer.TryWrite(message);

    public void Complete() => messages.Writer.TryComplete();

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await messages.Reader.WaitToReadAsync(cancellationToken) || !messages.Reader.TryRead(out var next))
        {
            return false;
        }

        Current = next;
        return true;
    }
}
