using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>One open stream of a test's agent.</summary>
internal sealed class OpenStream : IAsyncDisposable
{
    private readonly FakeRequests requests = new();
    private readonly HostStream stream;
    private readonly CancellationToken cancellationToken;

    /// <param name="host">Whose it is; null: the scene's Host.</param>
    public OpenStream(LinkScene scene, Hello hello, CancellationToken cancellationToken, HostIdentity? host = null)
    {
        this.cancellationToken = cancellationToken;
        stream = new HostStream(host ?? scene.Host, cancellationToken) { Hello = hello };
        Run = scene.Sessions.Create(stream).RunAsync(requests, Responses);
    }

    public FakeResponses Responses { get; } = new();
    public Task Run { get; }
    public HostStream Stream => stream;

    public void Send(params ConnectRequest[] messages)
    {
        foreach (var message in messages)
        {
            requests.Send(message);
        }
    }

    public async Task AcknowledgedAsync(ulong sequence)
    {
        while (!Responses.Acknowledged(LinkScene.Spool, sequence))
        {
            if (Run.IsCompleted)
            {
                Assert.Fail("The stream ended before its messages were acknowledged.");
            }

            await Task.Delay(10, cancellationToken);
        }
    }

    /// <summary>The agent hangs up.</summary>
    public Task CloseAsync()
    {
        requests.Complete();
        return Run;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        stream.Dispose();
    }
}
