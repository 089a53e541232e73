using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules.Serving;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules.Serving;

[TestClass]
public sealed class InferenceDownRuleTests
{
    [TestMethod]
    [DataRow("Connection refused (127.0.0.1:8000)", "found")]
    [DataRow("no answer within 800 ms", "found")]
    [DataRow("/metrics answers 503", "found")]
    [DataRow("/metrics answers 404", "clear")]
    [DataRow("/metrics has no readable num_requests_running", "clear")]
    [DataRow("", "clear")]
    public void Judge_OfEachAnswer_SaysWhetherItServes(string error, string verdict) => Assert.AreEqual(verdict, new InferenceDownRule().Says(Of(error)));

    [TestMethod]
    public void Judge_AServerThatIsDown_IsNamedAndNoDrainIsAdvised()
    {
        var finding = new InferenceDownRule().Finds(Of("Connection refused (127.0.0.1:8000)"));

        Assert.AreEqual("The inference server vllm of gpu-yul1-01 does not answer.", finding.Sentence);
        Assert.AreEqual(Severity.Critical, finding.Severity);
        Assert.AreEqual(DrainAdvice.None, finding.Drain, "one that loads its model would begin anew");
        Assert.AreEqual(RemedyKind.RestartInferenceServer, finding.Remedy.Kind);
    }

    [TestMethod]
    public void Judge_AFrameInWhichNoneWasRead_SaysNothing() => Assert.AreEqual("", new InferenceDownRule().Says(Windows.Of(gpus: 0).Heard()));

    [TestMethod]
    public void Judge_AServerThatIsNoLongerConfigured_IsClear()
    {
        var window = new HostWindow(Windows.Host);
        window.Add(new Frame { Sensors = { new SensorStatus { Name = "inference", Outcome = SensorStatus.Types.Outcome.NotSupported } } }, Windows.Now);

        Assert.AreEqual("clear", new InferenceDownRule().Says(window));
    }

    private static HostWindow Of(string error)
    {
        var window = new HostWindow(Windows.Host);
        window.Add(new Frame { Inference = { new InferenceReading { Name = "vllm", Kind = "vllm", Error = error } } }, Windows.Now);
        return window;
    }
}
