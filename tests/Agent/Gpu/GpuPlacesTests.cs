using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
public sealed class GpuPlacesTests
{
    private static readonly GpuPlace One = new("0000:05:00", 1, "GPU-one", "s1");
    private static readonly GpuPlace Two = new("0000:18:00", 2, "GPU-two", "s2");

    [TestMethod]
    public void Replaced_FirstDay_IsNothing() => Assert.IsEmpty(Replaced([], [One, Two]));

    [TestMethod]
    public void Replaced_OneGpuAway_IsNothingUntilAnotherStandsThere()
    {
        Assert.IsEmpty(Replaced([One, Two], [One]));
        Assert.AreSequenceEqual([One, Two], GpuPlaces.After([One, Two], [One]));

        var replaced = Replaced([One, Two], [One, Two with { Uuid = "GPU-new", Serial = "s9" }]).Single();

        Assert.AreEqual("GPU-new", replaced.GpuUuid);
        Assert.AreEqual("s2", replaced.Detail["serial_before"]);
    }

    [TestMethod]
    public void Replaced_TwoSwapped_SaysWhereEachWas()
    {
        var replaced = Replaced([One, Two], [One with { Uuid = "GPU-two" }, Two with { Uuid = "GPU-one" }]);

        Assert.AreEqual("0000:18:00 0000:05:00", string.Join(' ', replaced.Select(happened => happened.Detail["moved_from"])));
    }

    /// <summary>Another card was put in and the buses are counted anew: the slots say that nobody touched the GPUs.</summary>
    [TestMethod]
    public void Replaced_BusesCountedAnew_IsNothing() =>
        Assert.IsEmpty(Replaced([One, Two], [One with { PciAddress = "0000:18:00" }, Two with { PciAddress = "0000:29:00" }]));

    [TestMethod]
    public void Save_AndLoad_KeepsAll()
    {
        using var folder = new TestFolder();
        var odd = new GpuPlace("0000:29:00", null, "GPU-three", "");
        new GpuPlaces(folder.Below("gpus")).Save([One, odd]);

        Assert.AreSequenceEqual([One, odd], new GpuPlaces(folder.Below("gpus")).Known);
    }

    private static IReadOnlyList<SovereignFleet.Proto.Link.Event> Replaced(IReadOnlyList<GpuPlace> before, IReadOnlyList<GpuPlace> now) =>
        GpuPlaces.Replaced(before, now, DateTimeOffset.UnixEpoch);
}
