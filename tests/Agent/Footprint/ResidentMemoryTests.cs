using System.Diagnostics;
using SovereignFleet.Agent.Footprint;

namespace SovereignFleet.Tests.Agent.Footprint;

[TestClass]
public sealed class ResidentMemoryTests
{
    [TestMethod]
    public void Bytes_ThisProcess_AboutAsTheRuntimeSays()
    {
        using var process = Process.GetCurrentProcess();

        var ratio = (double)ResidentMemory.Bytes() / process.WorkingSet64;

        Assert.IsTrue(ratio is > 0.5 and < 2, $"{ratio}");
    }
}
