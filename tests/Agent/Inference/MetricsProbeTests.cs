using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Inference.Probes;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Inference;

[TestClass]
public sealed class MetricsProbeTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly HttpClient http = PageRequest.Client();

    /// <summary>Stands still unless told otherwise: no answer is too late, however busy this machine is.</summary>
    private readonly FakeTimeProvider time = new();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    [DataRow("vllm", MetricsPages.Vllm, 7.0, 2.0)]
    [DataRow("sglang", MetricsPages.Sglang, 5.0, 5.0)]
    [DataRow("tgi", MetricsPages.Tgi, 4.0, 7.0)]
    [DataRow("llamacpp", MetricsPages.LlamaCpp, 2.0, 1.0)]
    [DataRow("triton", MetricsPages.TritonTensorRt, 7.0, 6.0)]
    public async Task ReadAsync_EachKindOverHttp_TellsWhatItHasToDo(string kind, string page, double inFlight, double queued)
    {
        var probe = await ServeAsync(kind, () => Results.Text(page, "text/plain; version=0.0.4"));

        var load = await probe.ReadAsync(context.CancellationToken);

        Assert.AreEqual(new InferenceLoad(inFlight, queued, null, ""), load);
    }

    [TestMethod]
    public async Task ReadAsync_TritonWithoutAGaugeOfWhatRuns_IsUnknownNotZero()
    {
        var probe = await ServeAsync("triton", () => Results.Text(MetricsPages.Triton));

        var load = await probe.ReadAsync(context.CancellationToken);

        Assert.IsNull(load.InFlight);
        Assert.AreEqual(6, load.Queued);
        Assert.Contains("nv_trt_llm_request_metrics", load.Error);
    }

    [TestMethod]
    public async Task ReadAsync_CounterGrowsAndGoesBack_TellsARateAndOnceNone()
    {
        var tokens = new Queue<int>([100, 350, 20, 30]);
        var probe = await ServeAsync("llamacpp", () => Results.Text(
            $"llamacpp:requests_processing 0\nllamacpp:requests_deferred 0\nllamacpp:tokens_predicted_total {tokens.Dequeue()}\n"));
        var rates = new List<double?>();
        for (var reading = 0; reading < 4; reading++)
        {
            rates.Add((await probe.ReadAsync(context.CancellationToken)).TokensPerSecond);
            time.Advance(TimeSpan.FromSeconds(2));
        }

        CollectionAssert.AreEqual(new List<double?> { null, 125, null, 5 }, rates);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(500)]
    [DataRow(302)]
    public async Task ReadAsync_NoPage_IsUnknownWithTheReason(int status)
    {
        var probe = await ServeAsync("vllm", () => Results.StatusCode(status));

        var load = await probe.ReadAsync(context.CancellationToken);

        Assert.AreEqual(InferenceLoad.Unknown($"/metrics answers {status}"), load);
    }

    [TestMethod]
    public async Task ReadAsync_NobodyListens_IsUnknownWithTheReason()
    {
        var load = await Probe("vllm", FreePort.Next()).ReadAsync(context.CancellationToken);

        Assert.IsNull(load.InFlight);
        Assert.AreNotEqual("", load.Error);
    }

    [TestMethod]
    [DataRow("vllm:num_requests_running 1", "num_requests_waiting")]
    [DataRow("vllm:num_requests_running NaN\nvllm:num_requests_waiting 0", "num_requests_running")]
    [DataRow("vllm:num_requests_running{a=\"b 1\nvllm:num_requests_waiting 0", "num_requests_running")]
    [DataRow("vllm:num_requests_running{a=\"b\"} 1\nvllm:num_requests_running{a=\"c\"} x\nvllm:num_requests_waiting 0", "num_requests_running")]
    [DataRow("", "num_requests_running")]
    public async Task ReadAsync_MissingOrNoNumber_IsUnknownNeverZero(string text, string named)
    {
        var page = new MetricsPage(InferenceKinds.Find("vllm")!);

        Assert.IsTrue(await page.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), context.CancellationToken));

        Assert.IsTrue(page.InFlight is null || page.Queued is null);
        Assert.Contains(named, page.Missing);
    }

    [TestMethod]
    public async Task ReadAsync_LineLongerThanTheBuffer_IsPassedOverUnlessItIsOurs()
    {
        var long1 = "other{a=\"" + new string('x', 100_000) + "\"} 1\n";
        var page = new MetricsPage(InferenceKinds.Find("tgi")!);

        await page.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(long1 + MetricsPages.Tgi)), context.CancellationToken);
        Assert.AreEqual(4, page.InFlight);

        await page.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(MetricsPages.Tgi + "tgi_queue_size" + long1)), context.CancellationToken);
        Assert.IsNull(page.Queued);
    }

    [TestMethod]
    public async Task ReadAsync_LargePage_IsNeverWholeInMemory()
    {
        var bucket = "vllm:time_to_first_token_seconds_bucket{engine=\"0\",le=\"0.5\",model_name=\"meta/llama\"} 12.0\n";
        var text = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(bucket, 20_000)) + MetricsPages.Vllm));
        var page = new MetricsPage(InferenceKinds.Find("vllm")!);
        await page.ReadAsync(text, context.CancellationToken);
        text.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await page.ReadAsync(text, context.CancellationToken); // Of a MemoryStream it goes on on the same thread.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.AreEqual(7, page.InFlight);
        context.WriteLine($"{text.Length} bytes of page, {allocated} bytes allocated");
        Assert.IsLessThan(16 * 1024, allocated);
    }

    [TestMethod]
    public void ReadAsync_AnyTextInAnyPieces_IsTheSameAsWhole()
    {
        string[] pieces = ["vllm:num_requests_running", "vllm:num_requests_waiting 1\n", "{", "}", "\"", "\\", "a=", ",", " ", "1", "1e400", "\n", "NaN", MetricsPages.Vllm];
        var kind = InferenceKinds.Find("vllm")!;
        Gen.Select(Gen.Int[0, pieces.Length - 1].Array[0, 30], Gen.Int[1, 50]).Sample((parts, size) =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => pieces[part])));
            var (whole, torn) = (new MetricsPage(kind), new MetricsPage(kind));
            whole.ReadAsync(new MemoryStream(text), CancellationToken.None).GetAwaiter().GetResult();
            torn.ReadAsync(new TornStream(text, size), CancellationToken.None).GetAwaiter().GetResult();
            return whole.InFlight == torn.InFlight && whole.Queued == torn.Queued && whole.Missing == torn.Missing
                && (whole.InFlight is not { } known || double.IsFinite(known));
        });
    }

    private static InferenceTarget Target(string kind, int port) => new("a", InferenceKinds.Find(kind)!, new Uri($"http://127.0.0.1:{port}"));

    private MetricsProbe Probe(string kind, int port) => new(Target(kind, port), http, time);

    private async Task<MetricsProbe> ServeAsync(string kind, Func<IResult> answer)
    {
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.MapGet("/metrics", answer), context.CancellationToken);
        return Probe(kind, port);
    }
}
