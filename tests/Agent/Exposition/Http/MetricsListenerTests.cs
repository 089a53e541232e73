using System.Net;
using System.Net.Sockets;
using System.Text;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition.Http;

/// <summary>The listener before real sockets: whoever asks badly, slowly or too often keeps nobody else waiting.</summary>
[TestClass]
public sealed class MetricsListenerTests(TestContext context) : IAsyncDisposable
{
    private const string Get = "GET /metrics HTTP/1.1\r\nHost: gpu-node-07:9400\r\n\r\n";
    private const int MostConnections = 16;

    private readonly ExpositionScene scene = new();
    private readonly KeptLog<MetricsListener> log = new();
    private readonly List<Socket> clients = [];
    private readonly HttpClient http = new();
    private IPEndPoint endpoint = null!;
    private MetricsListener listener = null!;

    public async ValueTask DisposeAsync()
    {
        await listener.StopAsync(CancellationToken.None);
        listener.Dispose();
        clients.ForEach(client => client.Dispose());
        http.Dispose();
        scene.Dispose();
    }

    [TestInitialize]
    public Task Start() => ListenAsync(IPAddress.Loopback);

    [TestMethod]
    [DataRow("GET /metrics HTTP/1.1\r\n\r\n", "200 OK")]
    [DataRow("GET /ipmi?target=nobody HTTP/1.1\r\n\r\n", "404 Not Found")]
    [DataRow("GET /ipmi HTTP/1.1\r\n\r\n", "400 Bad Request")]
    [DataRow("GET / HTTP/1.1\r\n\r\n", "404 Not Found")]
    [DataRow("DELETE /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed\r\nAllow: GET, HEAD")]
    [DataRow("\0\0\0\u0001 \r\n\r\n", "400 Bad Request\r\nConnection: close")]
    public async Task Ask_Anything_IsAnsweredAndTheNextIsServed(string request, string status)
    {
        var answer = await AskAsync(await ConnectAsync(), request);

        StringAssert.StartsWith(answer.Head, "HTTP/1.1 " + status + "\r\n");
        await AssertServesAsync();
    }

    [TestMethod]
    public async Task Ask_Head_HasTheLengthAndNoBody()
    {
        var client = await ConnectAsync();
        var page = await AskAsync(client, Get);
        var (head, body) = await AskAsync(client, Get.Replace("GET", "HEAD", StringComparison.Ordinal), isHead: true);

        Assert.AreEqual((page.Head, ""), (head, body));
        StringAssert.Contains(page.Head, $"Content-Length: {Encoding.UTF8.GetByteCount(page.Body)}\r\n");
        Assert.AreEqual(page.Body, (await AskAsync(client, Get)).Body, "The connection goes on.");
    }

    [TestMethod]
    public async Task Ask_EndlessHead_IsRefused()
    {
        var client = await ConnectAsync();
        StringAssert.StartsWith((await AskAsync(client, "GET /metrics HTTP/1.1\r\nX: " + new string('x', 20_000))).Head, "HTTP/1.1 431 ");

        await AssertServesAsync();
    }

    /// <summary>Once they had kept everybody out, for as long as they wished.</summary>
    [TestMethod]
    [DataRow("")]
    [DataRow("GET /metrics HT")]
    public async Task Ask_EveryPlaceHeldByTheSilent_ANewcomerIsServed(string begun)
    {
        for (var i = 0; i < MostConnections * 2; i++)
        {
            var client = await ConnectAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes(begun));
            await AssertServesAsync();
        }
    }

    [TestMethod]
    public async Task Ask_HeadThatTricklesIn_IsEnded()
    {
        var client = await ConnectAsync();
        await client.SendAsync("GET /metrics HT"u8.ToArray());
        var ended = client.ReceiveAsync(new byte[1]);
        await Until.TrueAsync("the connection is ended", () => Later(ended), context.CancellationToken);

        Assert.AreEqual(0, await ended);
        Assert.IsEmpty(log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Ask_AnswerThatNobodyReads_IsEndedAndOthersAreServed()
    {
        var client = await ConnectAsync();
        client.Blocking = false;
        Fill(client);
        await AssertServesAsync();
        await Until.TrueAsync("the connection is ended", () => Later(null) && !IsOpen(client), context.CancellationToken);

        await AssertServesAsync();
    }

    [TestMethod]
    public async Task Ask_ManyAtOnce_EachHasAWholePage()
    {
        var page = (await AskAsync(await ConnectAsync(), Get)).Body;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 8 };
        using var many = new HttpClient(handler);
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => many.GetStringAsync(Url, context.CancellationToken)));

        Assert.AreEqual(page, answers.Distinct().Single());
        Assert.IsNotEmpty(PromText.Samples(page));
    }

    [TestMethod]
    public async Task Ask_Rubbish_NeverStopsTheListener()
    {
        var random = new Random(9400);
        for (var run = 0; run < 60; run++)
        {
            var bytes = new byte[random.Next(1, 12_000)];
            random.NextBytes(bytes);
            using var client = await ConnectAsync();
            await client.SendAsync(bytes);
        }

        await AssertServesAsync();
        Assert.IsEmpty(log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Listen_AnyAddressOfIpv6_IsAnyOfIpv4Too()
    {
        await listener.StopAsync(CancellationToken.None);
        listener.Dispose();
        await ListenAsync(IPAddress.IPv6Any);

        StringAssert.Contains(await http.GetStringAsync($"http://127.0.0.1:{endpoint.Port}/metrics", context.CancellationToken), "DCGM_FI_DEV_GPU_TEMP{");
    }

    private string Url => $"http://127.0.0.1:{endpoint.Port}/metrics";

    private async Task ListenAsync(IPAddress address)
    {
        scene.KnowGpu();
        scene.Write(new SovereignFleet.Proto.Link.GpuReading(ExpositionScene.Reading()) { TemperatureC = 41 });
        endpoint = new IPEndPoint(address, FreePort.Next());
        listener = new MetricsListener(endpoint, scene.Page(), new ListenState(), scene.Time, log);
        await listener.StartAsync(context.CancellationToken);
        await Until.TrueAsync("it listens", () => log.Lines.Any(line => line.EndsWith($"listens on {endpoint}", StringComparison.Ordinal)), context.CancellationToken);
    }

    private bool Later(Task? ended)
    {
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        return ended is null || ended.IsCompleted;
    }

    /// <summary>Asks until no more is taken: the other side has stopped reading, because nobody reads what it answers.</summary>
    private static void Fill(Socket client)
    {
        var questions = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Get, 1000)));
        try
        {
            while (true)
            {
                client.Send(questions);
            }
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.WouldBlock)
        {
            // Full.
        }
    }

    /// <summary>A socket that the other side has ended or reset takes nothing more.</summary>
    private static bool IsOpen(Socket client)
    {
        try
        {
            return !client.Poll(0, SelectMode.SelectError) && client.Send(" "u8) >= 0;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.WouldBlock)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        clients.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, endpoint.Port, context.CancellationToken);
        return client;
    }

    private async Task AssertServesAsync() => StringAssert.StartsWith((await AskAsync(await ConnectAsync(), Get)).Head, "HTTP/1.1 200 ");

    private async Task<(string Head, string Body)> AskAsync(Socket client, string request, bool isHead = false)
    {
        await client.SendAsync(Encoding.Latin1.GetBytes(request), context.CancellationToken);
        var (text, room) = (new StringBuilder(), new byte[64 << 10]);
        while (true)
        {
            var whole = text.ToString();
            var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = end < 0 ? 0 : int.Parse(whole.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
            if (end >= 0 && (isHead || whole.Length - end - 4 >= length))
            {
                return (whole[..(end + 4)], whole[(end + 4)..]);
            }

            var read = await client.ReceiveAsync(room, context.CancellationToken);
            Assert.IsGreaterThan(0, read, "The connection was ended before the answer: " + whole);
            text.Append(Encoding.Latin1.GetString(room, 0, read));
        }
    }
}
