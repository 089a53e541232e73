using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;

namespace SovereignFleet.Tests.Server.Fleet.Ownership;

/// <summary>Another board in the same place, told by its serial.</summary>
[TestClass]
public sealed class GpuSwapTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Find_AnotherSerialInTheSlot_WasReplaced() => Assert.AreEqual(
        "GPU 3 was replaced: serial 1654 is out, serial 1702 is in (slot 4).",
        GpuSwap.Find([Gpu("GPU-a", "1654", 4, removed: true), Gpu("GPU-b", "1702", 4)]).Single().Sentence);

    [TestMethod]
    public void Find_TheSameSerialOrAnotherPlaceOrNothingInIt_IsNone()
    {
        Assert.IsEmpty(GpuSwap.Find([Gpu("GPU-a", "1654", 4, removed: true), Gpu("GPU-b", "1654", 4)]));
        Assert.IsEmpty(GpuSwap.Find([Gpu("GPU-a", "1654", 4, removed: true), Gpu("GPU-b", "1702", 5)]));
        Assert.IsEmpty(GpuSwap.Find([Gpu("GPU-a", "1654", 4, removed: true)]));
        Assert.HasCount(1, GpuSwap.Find([Gpu("GPU-a", "", 4, removed: true), Gpu("GPU-b", "", 4)]), "without a serial the UUID is all there is");
    }

    private static Gpu Gpu(string uuid, string serial, int slot, bool removed = false) => new()
    {
        Uuid = uuid,
        HostId = Guid.Empty,
        Index = 3,
        Serial = serial,
        Slot = slot,
        PciAddress = $"00000000:0{slot}:00.0",
        InstalledAt = removed ? Now.AddDays(-90) : Now,
        RemovedAt = removed ? Now : null,
    };
}
