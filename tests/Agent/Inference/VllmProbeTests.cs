using CsCheck;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Inference;

[TestClass]
public sealed class VllmProbeTests
{
    [TestMethod]
    public void Load_SeveralEnginesAndModels_AreSummed()
    {
        var load = VllmProbe.Load("""
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="a b{c} \"d\""} 3.0
            vllm:num_requests_running{engine="1",model_name="meta/llama"} 4
            vllm:num_requests_running_total{engine="1"} 99
            vllm:num_requests_waiting{engine="0",model_name="x"} 2.0 1395066363000
            """);

        Assert.AreEqual(new InferenceLoad(7, 2, ""), load);
    }

    [TestMethod]
    [DataRow("vllm:num_requests_running 1", "num_requests_waiting")]
    [DataRow("vllm:num_requests_running NaN\nvllm:num_requests_waiting 0", "num_requests_running")]
    [DataRow("vllm:num_requests_running{a=\"b 1\nvllm:num_requests_waiting 0", "num_requests_running")]
    [DataRow("", "num_requests_running")]
    public void Load_MissingOrNoNumber_IsUnknownNeverZero(string page, string named)
    {
        var load = VllmProbe.Load(page);

        Assert.IsTrue(load.InFlight is null || load.Queued is null);
        StringAssert.Contains(load.Error, named);
    }

    [TestMethod]
    public void Sum_AnyText_NeverThrows()
    {
        string[] pieces = ["vllm:num_requests_running", "{", "}", "\"", "\\", " ", "1", "1e400", "\n", "NaN"];
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Select(parts => string.Concat(parts.Select(part => pieces[part]))).Sample(text =>
            PrometheusText.Sum(text, "vllm:num_requests_running") is not { } sum || !double.IsNaN(sum));
    }

    [TestMethod]
    public async Task ReadAsync_NobodyListens_IsUnknownWithTheReason()
    {
        using var http = new HttpClient();
        var target = new InferenceTarget("a", "vllm", new Uri($"http://127.0.0.1:{FreePort.Next()}"));

        var load = await new VllmProbe(target, http, TimeProvider.System).ReadAsync(CancellationToken.None);

        Assert.IsNull(load.InFlight);
        Assert.AreNotEqual("", load.Error);
    }
}
