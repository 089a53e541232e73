using System.Collections.Concurrent;
using Grpc.Core;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>What an agent is told.</summary>
internal sealed class FakeResponses : IServerStreamWriter<ConnectResponse>
{
    private readonly ConcurrentQueue<ConnectResponse> written = new();

    public IReadOnlyCollection<ConnectResponse> Written => written;

    public WriteOptions? WriteOptions { get; set; }

    public bool Acknowledged(string spoolId, ulong sequence) => written.Any(message => message.Ack is { } ack && ack.SpoolId == spoolId
        && ack.Ranges.Any(range => range.First <= sequence && sequence <= range.Last));

    public Task WriteAsync(ConnectResponse message)
    {
        written.Enqueue(message);
        return Task.CompletedTask;
    }

    public Task WriteAsync(ConnectResponse message, CancellationToken cancellationToken) => WriteAsync(message);
}
