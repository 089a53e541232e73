using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Inference.Metrics;

namespace SovereignFleet.Tests.Agent.Inference;

[TestClass]
public sealed class InferenceOptionsTests
{
    [TestMethod]
    public void Kinds_All_AreTheseWithTheirPorts() => Assert.AreEqual(
        "vllm 8000, sglang 30000, tgi 3000, llamacpp 8080, triton 8002",
        string.Join(", ", InferenceKinds.All.Select(kind => $"{kind.Name} {kind.Port}")));

    [TestMethod]
    public void Read_OwnExpressions_ReplaceTheKinds()
    {
        var options = Read(
            ("Inference:0:Kind", "triton"), ("Inference:0:Endpoint", "http://127.0.0.1:8002"),
            ("Inference:0:InFlight", "my_running{model=\"a\",version=\"1\"} + my_other?"), ("Inference:Discover", "true"));

        Assert.AreEqual("", string.Join('\n', options.Faults));
        Assert.IsTrue(options.Discover);
        Assert.AreEqual("my_running{model=\"a\",version=\"1\"} my_other", string.Join(' ', options.Targets.Single().Kind.InFlight.Terms.Select(term => term.Text)));
        Assert.AreEqual("nv_inference_pending_request_count", options.Targets.Single().Kind.Queued.Text);
    }

    [TestMethod]
    [DataRow("Kind", "ollama", "Inference:0:Kind is ollama")]
    [DataRow("Endpoint", "8000", "Inference:0:Endpoint is 8000")]
    [DataRow("InFlight", "sum(a)", "Inference:0:InFlight is sum(a)")]
    [DataRow("Queued", "a + ", "Inference:0:Queued is a + ")]
    [DataRow("Tokens", "a{b=c}", "Inference:0:Tokens is a{b=c}")]
    public void Read_WrongSetting_NamesItsKey(string key, string value, string fault)
    {
        var options = Read(("Inference:0:Endpoint", "http://127.0.0.1:8000"), ($"Inference:0:{key}", value));

        StringAssert.StartsWith(options.Faults.Single(), fault);
    }

    /// <summary>Their series on /metrics would be one, told twice.</summary>
    [TestMethod]
    public void Read_TwoOfOneName_IsAFault() => StringAssert.Contains(
        Read(
            ("Inference:0:Name", "llm"), ("Inference:0:Endpoint", "http://127.0.0.1:8000"), ("Inference:1:Name", "llm"),
            ("Inference:1:Endpoint", "http://127.0.0.1:8001")).Faults.Single(),
        "called llm");

    [TestMethod]
    public void Read_DiscoverIsNoTruth_IsAFault() => Assert.HasCount(1, Read(("Inference:Discover", "maybe")).Faults);

    [TestMethod]
    public void Parse_LongNonsense_IsRefused() => Assert.IsNull(MetricExpression.Parse(string.Concat(Enumerable.Repeat("a{b=\"c\"}+", 20_000)) + "!"));

    private static InferenceOptions Read(params (string Key, string Value)[] settings) => InferenceOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToLookup(one => one.Key, one => one.Value).ToDictionary(one => one.Key, string? (one) => one.Last())).Build());
}
