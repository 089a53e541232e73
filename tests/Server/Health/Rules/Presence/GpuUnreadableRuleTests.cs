using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules.Presence;

namespace SovereignFleet.Tests.Server.Health.Rules.Presence;

[TestClass]
public sealed class GpuUnreadableRuleTests
{
    [TestMethod]
    // dcgm-exporter#319: what nvidia-smi shows as "ERR!"
    [DataRow("nvmlDeviceGetFieldValues: NVML error 999 (Unknown)", "GPU 1 cannot be read: NVML error 999 (Unknown).", "Reboot")]
    [DataRow("nvmlDeviceGetFieldValues: the GPU requires a reset", "GPU 1 cannot be read: the GPU requires a reset.", "ResetGpu")]
    [DataRow("the driver has not answered for 12 s", "GPU 1 cannot be read: the driver has not answered for 12 s.", "Reboot")]
    [DataRow("nvmlDeviceGetUUID: no permission", "GPU 1 cannot be read: no permission.", "Inspect")]
    [DataRow("", "GPU 1 cannot be read: its agent does not say why.", "Reboot")]
    public void Judge_OneOfSeveral_IsCriticalWithItsRemedy(string error, string sentence, string remedy)
    {
        var finding = new GpuUnreadableRule().Finds(Windows.Of(gpus: 2).Heard(Windows.Reading(0), Windows.Unreadable(1, error)));

        Assert.AreEqual(sentence, finding.Sentence);
        Assert.AreEqual("GPU-1", finding.GpuUuid);
        Assert.AreEqual(Severity.Critical, finding.Severity);
        Assert.AreEqual(DrainAdvice.Now, finding.Drain);
        Assert.AreEqual(remedy, finding.Remedy.Kind.ToString());
    }

    [TestMethod]
    public void Judge_TheOnlyGpu_HasItsOwnCondition()
    {
        var window = Windows.Of(gpus: 1).Heard(Windows.Unreadable(0, "NVML error 999 (Unknown)"));

        Assert.AreEqual("found", new GpuUnreadableRule().Says(window, "GPU-0"));
        Assert.AreEqual("", new GpusBlindRule().Says(window));
    }

    [TestMethod]
    public void Judge_APresentGpu_IsClear_AndAnAbsentOneIsUnknown()
    {
        var window = Windows.Of(gpus: 2).Heard(Windows.Reading(0));

        Assert.AreEqual("clear", new GpuUnreadableRule().Says(window, "GPU-0"));
        Assert.AreEqual("", new GpuUnreadableRule().Says(window, "GPU-1"));
    }
}
