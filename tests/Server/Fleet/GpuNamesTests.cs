using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Tests.Server.Fleet;

[TestClass]
public sealed class GpuNamesTests
{
    [TestMethod]
    [DataRow("GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b", "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b")]
    [DataRow("GPU-B6C3B2BE-C55B-D076-FA0E-D464E4C7E08B", "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b")]
    [DataRow("gpu-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b", "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b")]
    [DataRow("mig-ABC", "MIG-abc")]
    [DataRow("ABC", "abc")]
    [DataRow("", "")]
    public void Of_AnySpelling_IsTheOne(string said, string spelled)
    {
        Assert.AreEqual(spelled, GpuNames.Of(said));
        Assert.AreEqual(spelled, GpuNames.Of(spelled));
    }

    [TestMethod]
    public void IsFit_OfWhatPostgresRefuses_IsFalse()
    {
        Assert.IsTrue(GpuNames.IsFit(new string('a', 80)));
        Assert.IsFalse(GpuNames.IsFit(new string('a', 81)));
        Assert.IsFalse(GpuNames.IsFit("GPU-\0"));
        Assert.IsFalse(GpuNames.IsFit(""));
    }
}
