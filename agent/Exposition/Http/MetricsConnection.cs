using System.Net.Sockets;
using System.Text;
using SovereignFleet.Agent.Exposition.Page;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>One scraper's connection, kept open between its scrapes as Prometheus does.</summary>
internal sealed class MetricsConnection(Socket socket, MetricsPage metrics, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    private readonly byte[] request = new byte[RequestHead.Longest];
    private readonly PageWriter page = new();
    private long heardAt = time.GetTimestamp();
    private int filled;

    /// <summary>Timestamp of the last whole question, or of the beginning.</summary>
    public long HeardAt => Volatile.Read(ref heardAt);

    public void Dispose() => socket.Dispose();

    /// <summary>Returns when either side has ended it. Faults with what the socket says.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        while (await ReadAsync(cancellationToken) is { } head)
        {
            Volatile.Write(ref heardAt, time.GetTimestamp());
            request.AsSpan(head.Length, filled - head.Length).CopyTo(request);
            filled -= head.Length;
            await AnswerAsync(head, cancellationToken);
            if (!head.KeepAlive)
            {
                return;
            }
        }
    }

    /// <summary>Null where the scraper ended the connection, or has said nothing for long.</summary>
    private async Task<RequestHead?> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeOut = new CancellationTokenSource(filled > 0 ? TimeOut : Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeOut.Token);
        while (true)
        {
            if (RequestHead.Parse(request.AsSpan(0, filled)) is { } head)
            {
                return head;
            }

            var before = filled;
            var read = await socket.ReceiveAsync(request.AsMemory(filled), either.Token);
            if (read == 0)
            {
                return null;
            }

            filled += read;
            if (before == 0)
            {
                timeOut.CancelAfter(TimeOut); // a head that trickles in holds a place that others need
            }
        }
    }

    private async Task AnswerAsync(RequestHead head, CancellationToken cancellationToken)
    {
        using var timeOut = new CancellationTokenSource(TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeOut.Token);
        page.Clear();
        var status = head.Status == 200 && !metrics.Write(page, head.Target) ? 404 : head.Status;
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {Reason(status)}\r\n"
            + (status == 405 ? "Allow: GET, HEAD\r\n" : "")
            + (status == 200 ? "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n" : "")
            + (head.KeepAlive ? "" : "Connection: close\r\n")
            + $"Content-Length: {page.Page.Length}\r\n\r\n");
        await SendAsync(answer, either.Token);
        if (!head.IsHead)
        {
            await SendAsync(page.Page, either.Token);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };
}
