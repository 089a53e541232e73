using System.Diagnostics;
using System.Net.Sockets;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Journal.Sinks;

/// <summary>Accepts on a unix socket and gives each connection to deploy/journal-sink.sh, as systemd does with the unit that ships.</summary>
internal sealed class SinkReceiver : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string file;
    private readonly Task accepting;

    public SinkReceiver(string path, string file)
    {
        this.file = file;
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync();
                await ServeAsync(connection);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The receiver is gone.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(ProductTree.Root, "deploy", "journal-sink.sh"), file]) { RedirectStandardInput = true, RedirectStandardOutput = true };
#pragma warning disable RS0030 // The receiver's own program, with its streams on a socket.
        using var script = Process.Start(start)!;
#pragma warning restore RS0030
        await using var stream = new NetworkStream(connection);
        var answers = script.StandardOutput.BaseStream.CopyToAsync(stream);
        try
        {
            await stream.CopyToAsync(script.StandardInput.BaseStream);
        }
        catch (IOException)
        {
            // The server hung up.
        }

        script.StandardInput.Close();
        await script.WaitForExitAsync();
        try
        {
            await answers;
        }
        catch (IOException)
        {
            // Nobody waits for the answer any more.
        }
    }
}
