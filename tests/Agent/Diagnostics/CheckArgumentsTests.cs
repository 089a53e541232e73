using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Reports;

namespace SovereignFleet.Tests.Agent.Diagnostics;

[TestClass]
public sealed class CheckArgumentsTests
{
    [TestMethod]
    public void Parse_EveryOption_IsTaken()
    {
        var parsed = CheckArguments.Parse(["--level", "3", "--seconds", "900", "--gpu", "GPU-a", "--gpu", "GPU-b", "--max-celsius", "85", "--memory-percent", "50"]);

        Assert.IsNull(parsed.Fault);
        Assert.AreEqual((3, 60, 900.0, 85, 50), (parsed.Level, parsed.Rounds, parsed.TimeLimit.TotalSeconds, parsed.MaxCelsius, parsed.MemoryPercent));
        Assert.AreEqual("GPU-a GPU-b", string.Join(' ', parsed.Gpus));
    }

    [TestMethod]
    [DataRow("--level 4", "--level cannot be 4")]
    [DataRow("--level one", "--level cannot be one")]
    [DataRow("--seconds 0", "--seconds cannot be 0")]
    [DataRow("--memory-percent 100", "--memory-percent cannot be 100")]
    [DataRow("--gpu", "--gpu wants a value")]
    [DataRow("--fast yes", "--fast is no option")]
    public void Parse_Nonsense_IsNamed(string line, string said) => Assert.AreEqual(said, CheckArguments.Parse(line.Split(' ')).Fault);

    [TestMethod]
    public void WithoutCuda_ExitsWithThreeAndSaysSo()
    {
        var report = CheckReport.WithoutCuda();

        Assert.AreEqual(3, ExitCode.Of(report));
        Assert.Contains("built without CUDA", report.Reason);
        Assert.Contains("built-without-cuda", ReportJson.Of(report));
    }
}
