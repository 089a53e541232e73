using System.Net.Sockets;
using System.Text;

namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>A receiver on this machine that runs as another user and appends each line to a file (deploy/journal-sink.sh). It answers "ok" when
/// the line is on disk: what it does not answer, it has not.</summary>
internal sealed class SocketSink(string path) : IJournalSink
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "socket";

    public async Task TakeAsync(JournalCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limited.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(checkpoint.Line + "\n"), limited.Token);
            using var answers = new StreamReader(stream);
            if (await answers.ReadLineAsync(limited.Token) is not "ok")
            {
                throw new IOException($"the receiver at {path} did not answer that it has it");
            }
        }
        catch (SocketException error)
        {
            throw new IOException($"{path}: {error.Message}", error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the receiver at {path} did not answer for {Limit.TotalSeconds:0} s");
        }
    }
}
