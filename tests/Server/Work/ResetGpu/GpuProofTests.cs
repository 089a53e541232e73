using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Work.ResetGpu;
using SovereignFleet.Tests.Server.Work.ByCommand;
using static SovereignFleet.Tests.Server.Work.ByCommand.ProofScene;

namespace SovereignFleet.Tests.Server.Work.ResetGpu;

[TestClass]
public sealed class GpuProofTests
{
    [TestMethod]
    [DataRow("Present", null, "proven")]
    [DataRow("Present", 0, "proven")]
    [DataRow("Present", 1, "not yet: GPU 3 to ask for no reset any more")]
    [DataRow("Present", 2, "not yet: GPU 3 to ask for no boot of the host any more")]
    [DataRow("Present", 3, "proven")]
    [DataRow("Present", 4, "not yet: GPU 3 to ask for no drain and reset any more")]
    [DataRow("Present", 5, "proven")]
    [DataRow("Lost", null, "not yet: GPU 3 to be readable: it is Lost, GPU is lost")]
    [DataRow("Unreadable", 0, "not yet: GPU 3 to be readable: it is Unreadable, GPU is lost")]
    [DataRow("Unspecified", 0, "not yet: GPU 3 to be readable: it is Unspecified, GPU is lost")]
    public void Judge_AGpu_IsProvenWhereItIsReadAndAsksForNothing(string state, int? asked, string expected)
    {
        var gpu = new GpuReading { Uuid = Gpu, Index = 3, State = Enum.Parse<GpuReading.Types.State>(state), Error = state == "Present" ? "" : "GPU is lost" };
        if (asked is { } action)
        {
            gpu.RecoveryAction = action;
        }

        Assert.AreEqual(expected, Words(GpuProof.Judge(Gpu, Facts with { Frame = new Frame { Gpus = { gpu } } }, Now)));
    }

    [TestMethod]
    public void Judge_AGpuThatIsNotRead_IsNotProven()
    {
        Assert.AreEqual("not yet: GPU-2 to be among the GPUs that are read", Words(GpuProof.Judge("GPU-2", Facts, Now)));
        Assert.AreEqual("not yet: GPU-1 to be among the GPUs that are read", Words(GpuProof.Judge(Gpu, Facts with { Frame = new Frame() }, Now)));
        Assert.AreEqual("not yet: a reading of the host from after 2026-11-28 11:59:50Z", Words(GpuProof.Judge(Gpu, Facts with { ReadAt = Now.AddSeconds(-11) }, Now)));
    }
}
