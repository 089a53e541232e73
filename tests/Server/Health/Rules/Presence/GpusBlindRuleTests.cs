using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules.Presence;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules.Presence;

/// <summary>Total blindness is the loudest fault, not a silent one.</summary>
[TestClass]
public sealed class GpusBlindRuleTests
{
    private const string Mismatch = "nvmlInit_v2: driver and library have different versions";

    [TestMethod]
    public void Judge_TheDriverWasUpgradedUnderTheHost_IsCriticalAndAsksForARestart()
    {
        var finding = new GpusBlindRule().Finds(Windows.Of(gpus: 4).Blind(Mismatch));

        Assert.AreEqual("None of the 4 GPUs of gpu-yul1-01 can be read: driver and library have different versions.", finding.Sentence);
        Assert.AreEqual(Severity.Critical, finding.Severity);
        Assert.AreEqual(DrainAdvice.Now, finding.Drain);
        Assert.AreEqual(RemedyKind.Reboot, finding.Remedy.Kind);
        Assert.Contains("restart the Host: the driver was upgraded under it", finding.Action);
    }

    [TestMethod]
    [DataRow("nvmlInit_v2: the NVIDIA driver is not loaded", "Reboot")]
    [DataRow("no NVIDIA driver: libnvidia-ml.so.1 cannot be loaded", "Inspect")]
    [DataRow("nvmlInit_v2: no permission", "Inspect")]
    [DataRow("the NVIDIA driver lists no GPU", "PowerCycle")]
    [DataRow("nvmlInit_v2: NVML error 999 (Unknown)", "Reboot")]
    [DataRow("nvmlInit_v2: NVML error 10 (Timeout)", "Reboot")]
    [DataRow("the driver does not answer: it cannot be opened anew", "Reboot")]
    [DataRow("", "Reboot")]
    public void Judge_EachReasonOfADriver_IsFoundWithItsRemedy(string reason, string remedy)
    {
        var finding = new GpusBlindRule().Finds(Windows.Of(gpus: 4).Blind(reason));

        Assert.AreEqual(remedy, finding.Remedy.Kind.ToString());
        Assert.AreEqual(DrainAdvice.Now, finding.Drain);
    }

    [TestMethod]
    public void Judge_ABlindHost_DoesNotMissEachGpuBesides()
    {
        var window = Windows.Of(gpus: 4).Read(_ => { }).Blind(Mismatch);

        Assert.AreEqual("found", new GpusBlindRule().Says(window));
        Assert.IsTrue(window.Gpus.All(gpu => gpu is { Reading: null, MissingSince: null }));
    }

    [TestMethod]
    // GPUs that are known, GPUs that are expected (-1: nobody knows), what the sensor says -> verdict and drain
    [DataRow(4, -1, "not supported", "found", "Now")]
    [DataRow(0, 8, "not supported", "found", "Now")]
    [DataRow(0, 8, "silent", "found", "Now")]
    [DataRow(0, -1, "not supported", "found", "None")]
    [DataRow(0, -1, "failed", "found", "None")]
    [DataRow(0, -1, "silent", "", "")]
    [DataRow(0, 0, "not supported", "clear", "")]
    [DataRow(0, 0, "silent", "clear", "")]
    public void Judge_AFrameWithoutGpus_IsJudgedByWhatIsExpected(int known, int expected, string sensor, string verdict, string drain)
    {
        var window = Windows.Of(known, expected < 0 ? null : new HostProfile { Gpus = expected });
        window = sensor == "silent" ? window.Heard() : window.Blind("why", sensor == "failed" ? SensorStatus.Types.Outcome.Failed : SensorStatus.Types.Outcome.NotSupported);

        Assert.AreEqual(verdict, new GpusBlindRule().Says(window));
        Assert.AreEqual(drain, new GpusBlindRule().Judge(window, Windows.Now).SingleOrDefault()?.Finding?.Drain.ToString() ?? "");
    }

    [TestMethod]
    public void Judge_AllGpusUnreadable_IsOneConditionOfTheHost()
    {
        var window = Windows.Of(gpus: 2).Heard(Windows.Unreadable(0, Mismatch), Windows.Unreadable(1, Mismatch));

        Assert.AreEqual("found", new GpusBlindRule().Says(window));
        Assert.IsEmpty(new GpuUnreadableRule().Judge(window, Windows.Now));
    }

    [TestMethod]
    public void Judge_OneGpuAnswers_IsClear() =>
        Assert.AreEqual("clear", new GpusBlindRule().Says(Windows.Of(gpus: 2).Heard(Windows.Unreadable(0, Mismatch), Windows.Reading(1))));

    [TestMethod]
    public void Judge_NothingHeard_SaysNothing() => Assert.IsEmpty(new GpusBlindRule().Judge(Windows.Of(gpus: 4), Windows.Now));

    [TestMethod]
    public void Judge_GpusOfAnotherHost_AreThatConditionsMatter()
    {
        var window = new HostWindow(Windows.Host);
        window.Add(new SettledInventory(new Inventory { Gpus = { Windows.Info(0) } }, [new GpuClaim("GPU-0", "165", "gpu-fra1-01")]));

        Assert.AreEqual("", new GpusBlindRule().Says(window.Blind("", SensorStatus.Types.Outcome.Ok)));
    }
}
