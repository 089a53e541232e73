using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Work.RestartUnit;
using static SovereignFleet.Tests.Server.Work.ByCommand.ProofScene;

namespace SovereignFleet.Tests.Server.Work.RestartUnit;

[TestClass]
public sealed class ServersProofTests
{
    private static readonly InferenceReading Answers = new() { Name = "vllm", InFlight = 0 };
    private static readonly InferenceReading Silent = new() { Name = "tgi", Error = "Connection refused" };

    [TestMethod]
    public void Judge_InferenceServers_AllMustAnswer()
    {
        Assert.AreEqual("proven", Of(Answers));
        Assert.AreEqual("not yet: inference server tgi to answer: Connection refused", Of(Answers, Silent));
        Assert.AreEqual("never: the agent reads no inference server, so that nothing but its own word says that the unit runs", Of());
        Assert.AreEqual("not yet: a reading of the host from after 2026-11-28 11:59:50Z", Words(ServersProof.Judge(Facts with { ReadAt = Now.AddSeconds(-11) }, Now)));
    }

    private static string Of(params InferenceReading[] servers) => Words(ServersProof.Judge(Facts with { Frame = new Frame { Inference = { servers } } }, Now));
}
