using System.Text;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Inference.Metrics;
using SovereignFleet.Agent.Inference.Probes;

namespace SovereignFleet.Tests.Agent.Inference;

/// <summary>One figure in all forms in which Prometheus and OpenMetrics allow it to be written.</summary>
[TestClass]
public sealed class MetricsFormsTests(TestContext context)
{
    [TestMethod]
    [DataRow("requests_running 3")]
    [DataRow("requests_running\t3.0\r")]
    [DataRow("  requests_running  3e0")]
    [DataRow("requests_running 3 1395066363000")]
    [DataRow("requests_running{} 3")]
    [DataRow("requests_running {a=\"b\",} 3")]
    [DataRow("requests_running{ a = \"b\" , c = \"d\" } 3")]
    [DataRow("requests_running{\"service.name\"=\"ä, b = {c}\",c=\"d\"} 3")]
    [DataRow("{\"requests_running\"} 3")]
    [DataRow("{\"requests_running\",a=\"b\"} 3 1395066363.5")]
    [DataRow("{ \"requests_running\", \"a.b\" = \"c\" } 3")]
    [DataRow("requests_running{a=\"b\"} 3 # {trace_id=\"KOO5S4vxi0o\"} 0.67")]
    [DataRow("requests_running{a=\"b\"} 3 1520879607.7 # {trace_id=\"KOO5S4vxi0o\"} 0.67 1520879607.789")]
    [DataRow("# TYPE requests_running gauge\nrequests_running{a=\"b\"} 1\nrequests_running{a=\"ç\"} 2\n# EOF")]
    [DataRow("requests_running_total 9\n{\"requests_running.total\"} 9\n{\"other\",x=\"requests_running\"} 9\nrequests_running 3")]
    public async Task ReadAsync_EachForm_IsTheSameFigure(string text) => Assert.AreEqual(3, (await ReadAsync("requests_running", text)).InFlight);

    [TestMethod]
    [DataRow("{\"requests.running\"}", "{\"requests.running\",a=\"b\"} 3")]
    [DataRow("{\"requests.running\", a=\"b\"}", "{\"requests.running\",a=\"c\"} 9\n{\"requests.running\",a=\"b\"} 3")]
    [DataRow("{\"requêtes en cours\",\"nœud.nom\"=\"ä\"}", "{\"requêtes en cours\",\"nœud.nom\"=\"ä\"} 3\n{\"requêtes en cours\",\"nœud.nom\"=\"b\"} 9")]
    [DataRow("requests_running{model_name=\"模型\"} + {\"x.y\"}?", "requests_running{model_name=\"模型\"} 3\nrequests_running{model_name=\"other\"} 9")]
    public async Task ReadAsync_NamesInUtf8_AreFound(string expression, string text) => Assert.AreEqual(3, (await ReadAsync(expression, text)).InFlight);

    [TestMethod]
    [DataRow("requests_running NaN")]
    [DataRow("requests_running +Inf")]
    [DataRow("requests_running{a=\"b} 3")]
    [DataRow("{\"requests_running\",a=\"b} 3")]
    [DataRow("{\"requests_running\",a} 3")]
    [DataRow("{\"requests_running\"")]
    [DataRow("requests_running")]
    public async Task ReadAsync_NoFigure_IsUnknownNeverZero(string text) => Assert.IsNull((await ReadAsync("requests_running", text)).InFlight);

    /// <summary>https://github.com/vllm-project/aibrix/issues/1614: three requests wait inside the server while its weights are exchanged.</summary>
    [TestMethod]
    public async Task ReadAsync_SglangsPausedRequests_AreInFlight()
    {
        var page = await ReadAsync(InferenceKinds.Find("sglang")!, MetricsPages.SglangPaused);

        Assert.AreEqual((3.0, 0.0), (page.InFlight, page.Queued));
    }

    // The counter that grows while a request runs, by what each kind's page has; "-" where it only has one that grows as requests end.
    [TestMethod]
    [DataRow("vllm", "vllm:generation_tokens_total{engine=\"0\"} 5\nvllm:generation_tokens_total{engine=\"1\"} 6", "11")]
    [DataRow("sglang", "sglang:generation_tokens_total 7", "-")]
    [DataRow("sglang", "sglang:inter_token_latency_seconds_count 8\nsglang:inter_token_latency_seconds_sum 0.5", "8")]
    [DataRow("sglang", "sglang:realtime_tokens_total{mode=\"decode\"} 4\nsglang:realtime_tokens_total{mode=\"prefill_cache\"} 9", "4")]
    [DataRow("tgi", "tgi_request_generated_tokens_sum 7", "-")]
    [DataRow("tgi", "tgi_batch_inference_success{method=\"prefill\"} 2\ntgi_batch_inference_success{method=\"decode\"} 3", "5")]
    [DataRow("llamacpp", "llamacpp:tokens_predicted_total 7", "-")]
    [DataRow("llamacpp", "llamacpp:n_decode_total 7", "7")]
    [DataRow("triton", "nv_trt_llm_general_metrics{general_type=\"iteration_counter\",model=\"m\",version=\"1\"} 7\nnv_trt_llm_general_metrics{general_type=\"timestamp\",model=\"m\",version=\"1\"} 99", "7")]
    public async Task ReadAsync_ProgressOfEachKind_GrowsWhileItWorks(string kind, string text, string expected) =>
        Assert.AreEqual(expected, (await ReadAsync(InferenceKinds.Find(kind)!, text)).Progress is { } progress ? $"{progress}" : "-");

    private Task<MetricsPage> ReadAsync(string expression, string text) =>
        ReadAsync(InferenceKinds.Find("vllm")! with { InFlight = MetricExpression.Parse(expression)! }, text);

    private async Task<MetricsPage> ReadAsync(InferenceKind kind, string text)
    {
        var page = new MetricsPage(kind);
        Assert.IsTrue(await page.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), context.CancellationToken));
        return page;
    }
}
