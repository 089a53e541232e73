using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;
using Health = SovereignFleet.Proto.Fleet.Health;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Fleet.Map;

[TestClass]
public sealed class CellLookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(Health.Ok, ServiceState.InService, 1, false, Tone.Ok, GlyphShape.None)]
    [DataRow(Health.Watch, ServiceState.InService, 1, false, Tone.Watch, GlyphShape.Triangle)]
    [DataRow(Health.Act, ServiceState.InService, 1, false, Tone.Act, GlyphShape.Diamond)]
    [DataRow(Health.Ok, ServiceState.Draining, 1, false, Tone.Drain, GlyphShape.ArrowDown)]
    [DataRow(Health.Act, ServiceState.Draining, 1, false, Tone.Act, GlyphShape.Diamond)]
    [DataRow(Health.Ok, ServiceState.InRepair, 900, false, Tone.Drain, GlyphShape.Wrench)]
    [DataRow(Health.Ok, ServiceState.Out, 900, false, Tone.Out, GlyphShape.Stroke)]
    [DataRow(Health.Ok, ServiceState.InService, 11, false, Tone.Unknown, GlyphShape.Question)]
    [DataRow(Health.Act, ServiceState.InService, 11, false, Tone.Unknown, GlyphShape.Question)]
    [DataRow(Health.Ok, ServiceState.InService, 1, true, Tone.Unknown, GlyphShape.Question)]
    [DataRow(Health.Ok, ServiceState.InRepair, 1, true, Tone.Unknown, GlyphShape.Question)]
    [DataRow(Health.Unknown, ServiceState.InService, 1, false, Tone.Unknown, GlyphShape.Question)]
    [DataRow(Health.Unspecified, ServiceState.InService, 1, false, Tone.Unknown, GlyphShape.Question)]
    public void Of_AGpu_IsNeverBetterThanItsDataIsOld(Health health, ServiceState state, int age, bool stale, Tone tone, GlyphShape shape)
    {
        var host = new Host { Health = health, ServiceState = state, LastHeard = Now.AddSeconds(-age).ToTimestamp(), Liveness = age < 10 ? Liveness.Live : Liveness.Late };

        var look = CellLook.Of(host, new Gpu { Health = health }, stale);

        Assert.AreEqual((tone, shape), (look.Tone, look.Shape));
        Assert.AreEqual(!stale && age < 10 && health is not (Health.Unknown or Health.Unspecified), look.IsCurrent);
    }

    /// <summary>A new kernel is no repair.</summary>
    [TestMethod]
    public void Of_AHostThatIsWorkedOn_IsInMaintenance() =>
        Assert.AreEqual("in maintenance", CellLook.Of(new Host { ServiceState = ServiceState.InRepair, Liveness = Liveness.Live }, false).Word);

    [TestMethod]
    public void Of_AHostNeverHeard_SaysSo() =>
        Assert.AreEqual("never heard", CellLook.Of(new Host { Health = Health.Ok, ServiceState = ServiceState.InService, Liveness = Liveness.NeverHeard }, false).Word);

    [TestMethod]
    [DataRow(Health.Act, 3, true, "unknown, was firing")]
    [DataRow(Health.Unknown, 3, false, "unknown")]
    [DataRow(Health.Act, 0, false, "firing")]
    public void Of_AGpuOfASilentHost_KeepsWhatWasKnown(Health health, int minutes, bool wasFiring, string word)
    {
        var gpu = new Gpu { Health = health };
        var host = new Host { Health = health, ServiceState = ServiceState.InService, LastHeard = Now.AddMinutes(-minutes).ToTimestamp(), Liveness = minutes == 0 ? Liveness.Live : Liveness.Silent, Gpus = { gpu } };

        Assert.AreEqual((wasFiring, word), (CellLook.Of(host, gpu, false).WasFiring, CellLook.Of(host, gpu, false).Word));
        Assert.AreEqual((wasFiring, word), (CellLook.Of(host, false).WasFiring, CellLook.Of(host, false).Word));
    }
}
