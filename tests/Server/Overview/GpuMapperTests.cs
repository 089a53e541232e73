using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Overview;
using SovereignFleet.Server.Prediction;

namespace SovereignFleet.Tests.Server.Overview;

[TestClass]
public sealed class GpuMapperTests
{
    [TestMethod]
    [DataRow(GpuReading.Types.State.Lost, false, true)]
    [DataRow(GpuReading.Types.State.Lost, true, true)]
    [DataRow(GpuReading.Types.State.Present, false, false)]
    public void Map_AGpuThatIsLost_HasNoRisk(GpuReading.Types.State state, bool isSilent, bool lost)
    {
        var gpu = new Gpu { Uuid = "GPU-1", HostId = Guid.Empty };
        var risk = new Risk { GpuUuid = gpu.Uuid, HostId = gpu.HostId, Probability24h = 0.001, Probability7d = 0.007, Reason = "worn" };

        var wire = GpuMapper.Map(gpu, null, new GpuReading { State = state }, [], risk, isSilent ? Liveness.Silent : Liveness.Live);

        Assert.AreEqual(lost, wire.Lost);
        Assert.AreEqual(!lost, wire.HasRisk24H);
        Assert.AreEqual(!lost, wire.HasRisk7D);
        Assert.AreEqual(lost ? "" : "worn", wire.RiskReason);
    }

    [TestMethod]
    public void Map_ItsLimits_AreThoseThatItsHostTold()
    {
        var gpu = new Gpu { Uuid = "GPU-1", HostId = Guid.Empty, SlowdownC = 87 };

        var wire = GpuMapper.Map(gpu, new GpuInfo { MemoryMaxC = 95 }, new GpuReading { PowerLimitMw = 650_000 }, [], null, Liveness.Live);
        var unknown = GpuMapper.Map(gpu, null, null, [], null, Liveness.Silent);

        Assert.AreEqual((87, 95, 650), (wire.SlowdownC, wire.MemoryMaxC, wire.PowerLimitW));
        Assert.IsFalse(unknown.HasMemoryMaxC || unknown.HasPowerLimitW, "What is not told is absent.");
    }
}
