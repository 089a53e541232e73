using System.Collections.Concurrent;
using Grpc.Core;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>The server's end of the stream: keeps all that came in order, and answers what the test tells it to.</summary>
internal sealed class FakeLink : AgentLinkService.AgentLinkServiceBase, IDisposable
{
    private readonly Lock gate = new();
    private readonly List<ConnectRequest> received = [];
    private CancellationTokenSource broken = new();
    private IServerStreamWriter<ConnectResponse>? stream;

    /// <summary>Acknowledge each message as it comes.</summary>
    public bool Acknowledging { get; set; }

    public int Connections { get; private set; }

    /// <summary>The serial numbers of the certificates shown, one for each connection.</summary>
    public ConcurrentQueue<string> Serials { get; } = [];

    public IReadOnlyList<ConnectRequest> Received { get { lock (gate) { return [.. received]; } } }

    public IReadOnlyList<ConnectRequest> Of(ConnectRequest.BodyOneofCase body) => [.. Received.Where(message => message.BodyCase == body)];

    public void Forget() { lock (gate) { received.Clear(); } }

    /// <summary>Ends the open streams as a network does: without a word.</summary>
    public void Break()
    {
        lock (gate)
        {
            broken.Cancel();
            broken = new CancellationTokenSource();
        }
    }

    public void Dispose() => broken.Dispose();

    public Task SendAsync(ConnectResponse message) => stream!.WriteAsync(message);

    public Task AcknowledgeAsync(string spoolId, ulong first, ulong last) => SendAsync(new ConnectResponse
    {
        Ack = new Ack { SpoolId = spoolId, Ranges = { new SequenceRange { First = first, Last = last } } },
    });

    public override async Task Connect(IAsyncStreamReader<ConnectRequest> requestStream, IServerStreamWriter<ConnectResponse> responseStream, ServerCallContext context)
    {
        CancellationToken cut;
        lock (gate)
        {
            Connections++;
            Serials.Enqueue(context.GetHttpContext().Connection.ClientCertificate?.SerialNumber ?? "none");
            cut = broken.Token;
            stream = responseStream;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cut, context.CancellationToken);
        while (await requestStream.MoveNext(ended.Token))
        {
            var message = requestStream.Current;
            lock (gate)
            {
                received.Add(message);
            }

            if (message.BodyCase is ConnectRequest.BodyOneofCase.Hello)
            {
                await responseStream.WriteAsync(new ConnectResponse { Welcome = new Welcome { HostName = "fake" } }, ended.Token);
            }
            else if (Acknowledging)
            {
                await AcknowledgeAsync(message.SpoolId, message.Sequence, message.Sequence);
            }
        }
    }
}
