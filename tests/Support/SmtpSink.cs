using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace SovereignFleet.Tests.Support;

/// <summary>The remote hands' mail box: a small SMTP server that keeps what it is sent.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<MimeMessage> messages = new();
    private readonly Task accepting;
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource answers = new();

    private SmtpSink()
    {
        answers.SetResult();
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<MimeMessage> Messages => [.. messages];

    /// <summary>It takes nobody's password, and repeats what it was sent.</summary>
    public bool RefusesUsers { get; set; }

    /// <summary>Ends when a mail was taken whole.</summary>
    public Task Taken => taken.Task;

    /// <summary>From now on a mail is taken, and its "250" waits for <see cref="Answer"/>.</summary>
    public void HoldAnswers() => answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer() => answers.TrySetResult();

    public static SmtpSink Start(Stage stage) => stage.Own(new SmtpSink());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        // Latin1, so that every byte of an 8-bit message survives the reader.
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink ESMTP");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                messages.Enqueue(Parse(await ReadDataAsync(reader)));
                taken.TrySetResult();
                await answers.Task.WaitAsync(stop.Token);
            }

            await writer.WriteLineAsync(verb switch
            {
                "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                "AUTH" => RefusesUsers ? $"535 5.7.8 not taken: {line}" : "235 welcome",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            // A line that begins with a dot is sent with two.
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return data.ToString();
    }

    private static MimeMessage Parse(string data) => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(data)));
}
