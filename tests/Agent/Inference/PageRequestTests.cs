using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Inference.Probes;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Inference;

/// <summary>What a server is asked, and what it may answer instead of the page.</summary>
[TestClass]
public sealed class PageRequestTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly HttpClient http = PageRequest.Client();
    private readonly int port = FreePort.Next();
    private readonly List<string> asked = [];

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    [DataRow("", "/metrics")]
    [DataRow("/", "/metrics")]
    [DataRow("/metrics", "/metrics")]
    [DataRow("/llama", "/llama/metrics")]
    [DataRow("/llama/", "/llama/metrics")]
    [DataRow("/llama/metrics", "/llama/metrics")]
    [DataRow("/metrics/", "/metrics/")]
    [DataRow("/?model=a", "/metrics?model=a")]
    [DataRow("?model=a%20b", "/metrics?model=a%20b")]
    [DataRow("/v%C3%A9lo/metrics?model=a&b=c", "/v%C3%A9lo/metrics?model=a&b=c")]
    public async Task ReadAsync_Endpoint_AsksThere(string endpoint, string expected)
    {
        await ServeAsync(request => Target(request) == expected ? Results.Text(MetricsPages.LlamaCpp) : Results.NotFound());

        Assert.AreEqual(new InferenceLoad(2, 1, null, ""), await ReadAsync(endpoint));
        Assert.AreEqual(expected, asked.Single());
    }

    [TestMethod]
    [DataRow(301, "/metrics/")]
    [DataRow(307, "/metrics/")]
    [DataRow(308, "metrics/")]
    [DataRow(302, "http://127.0.0.1:PORT/metrics/")]
    public async Task ReadAsync_RedirectWithinTheServer_IsFollowed(int status, string location)
    {
        await ServeAsync(request => request.Path == "/metrics/" ? Results.Text(MetricsPages.LlamaCpp) : new Redirect(status, Located(location)));

        Assert.AreEqual(new InferenceLoad(2, 1, null, ""), await ReadAsync(""));
    }

    [TestMethod]
    [DataRow("http://localhost:PORT/metrics/", "/metrics sends elsewhere, to http://localhost:PORT: ")]
    [DataRow("https://127.0.0.1:PORT/metrics/", "/metrics sends elsewhere, to https://127.0.0.1:PORT: ")]
    [DataRow("//10.0.0.1/metrics/", "/metrics sends elsewhere, to http://10.0.0.1: ")]
    [DataRow("/metrics", "/metrics sends on more than 3 times")]
    [DataRow("http://[", "/metrics answers 302")]
    public async Task ReadAsync_RedirectElsewhereOrForEver_IsUnknownWithTheReason(string location, string reason)
    {
        await ServeAsync(_ => new Redirect(302, Located(location)));

        var load = await ReadAsync("");

        Assert.IsNull(load.InFlight);
        StringAssert.StartsWith(load.Error, Located(reason));
        Assert.IsLessThanOrEqualTo(4, asked.Count);
    }

    [TestMethod]
    [DataRow("gzip")]
    [DataRow("deflate")]
    [DataRow("br")]
    public async Task ReadAsync_PageThatIsCompressedAllTheSame_IsRead(string encoding)
    {
        await ServeAsync(request =>
        {
            Assert.AreEqual("identity", request.Headers.AcceptEncoding.ToString());
            request.HttpContext.Response.Headers.ContentEncoding = encoding;
            return Results.Bytes(Compressed(encoding, MetricsPages.LlamaCpp), "application/openmetrics-text; version=1.0.0; charset=utf-8");
        });

        Assert.AreEqual(new InferenceLoad(2, 1, null, ""), await ReadAsync(""));
    }

    [TestMethod]
    [DataRow("zstd", "/metrics answers in zstd")]
    [DataRow("gzip", "")]
    public async Task ReadAsync_EncodingThatCannotBeRead_IsUnknownWithTheReason(string encoding, string reason)
    {
        await ServeAsync(request =>
        {
            request.HttpContext.Response.Headers.ContentEncoding = encoding;
            return Results.Text(MetricsPages.LlamaCpp);
        });

        var load = await ReadAsync("");

        Assert.IsNull(load.InFlight);
        Assert.AreNotEqual("", load.Error);
        StringAssert.StartsWith(load.Error, reason);
    }

    /// <summary>A few bytes that become gigabytes.</summary>
    [TestMethod]
    public async Task ReadAsync_PageThatIsLargeOnceUnpacked_IsUnknown()
    {
        await ServeAsync(request =>
        {
            request.HttpContext.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(Compressed("gzip", new string('\n', MetricsPage.LargestPage + 1)));
        });

        Assert.AreEqual($"/metrics is larger than {MetricsPage.LargestPage} bytes", (await ReadAsync("")).Error);
    }

    private string Located(string text) => text.Replace("PORT", $"{port}", StringComparison.Ordinal);

    private static string Target(HttpRequest request) => request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;

    private static byte[] Compressed(string encoding, string text)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Compress),
            "deflate" => new ZLibStream(packed, CompressionMode.Compress),
            _ => new GZipStream(packed, CompressionMode.Compress),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private Task<InferenceLoad> ReadAsync(string endpoint) =>
        new MetricsProbe(new InferenceTarget("a", InferenceKinds.Find("llamacpp")!, new Uri($"http://127.0.0.1:{port}{endpoint}")), http, new FakeTimeProvider())
            .ReadAsync(context.CancellationToken);

    private async Task ServeAsync(Func<HttpRequest, IResult> answer) => await LocalWeb.StartAsync(
        stage, port, web => web.MapFallback("{*any}", (HttpRequest request) =>
        {
            asked.Add(Target(request));
            return answer(request);
        }), context.CancellationToken);

    private sealed class Redirect(int status, string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
