using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Presence;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules.Presence;

[TestClass]
public sealed class ProfileRuleTests
{
    private static readonly HostProfile Whole = new()
    {
        Gpus = 4,
        GpuModel = "NVIDIA H100 80GB HBM3",
        Nics = 2,
        Disks = 2,
        PcieGeneration = 5,
        PcieWidth = 16,
    };

    [TestMethod]
    public void Judge_AWholeHost_IsClear() => Assert.AreEqual("", Found(Host(4)));

    [TestMethod]
    public void Judge_FewerGpusThanExpected_AreFound()
    {
        var finding = new ProfileRule().Judge(Host(3), Windows.Now).Select(verdict => verdict.Finding).OfType<Finding>().Single();

        Assert.AreEqual("profile-gpus", finding.Code);
        Assert.AreEqual("gpu-yul1-01 has 3 of 4 GPUs.", finding.Sentence);
        Assert.AreEqual(Severity.Critical, finding.Severity);
        Assert.AreEqual(DrainAdvice.Now, finding.Drain);
    }

    [TestMethod]
    public void Judge_AGpuThatIsMissedByName_IsNotCountedAgain()
    {
        var window = Host(4);
        window.Add(new Frame { Gpus = { Windows.Reading(0), Windows.Reading(1), Windows.Reading(2) } }, Windows.Now);

        Assert.AreEqual("", Found(window), "GpuLostRule tells of it");
    }

    [TestMethod]
    public void Judge_AGpuLostBeforeItWasNamed_IsFound_ThoughNobodySaidHowManyThereAre()
    {
        var window = Windows.Of(gpus: 3).Heard(
            Windows.Reading(0), Windows.Reading(1), Windows.Reading(2), new GpuReading { Index = 3, State = GpuReading.Types.State.Lost, Error = "GPU is lost" });

        Assert.AreEqual("gpu-yul1-01 has 3 of 4 GPUs.", new ProfileRule().Finds(window).Sentence);
    }

    [TestMethod]
    public void Judge_AGpuOfAnotherModel_IsFound()
    {
        var inventory = Inventory(4);
        inventory.Gpus[2].Name = "NVIDIA A100-SXM4-80GB";

        Assert.AreEqual("profile-gpu-model", Found(Host(inventory)));
    }

    [TestMethod]
    [DataRow(1, 2, "profile-nics")]
    [DataRow(2, 1, "profile-disks")]
    [DataRow(3, 3, "")]
    public void Judge_CardsAndDisks_AreCounted(int nics, int disks, string found) => Assert.AreEqual(found, Found(Host(Inventory(4, nics, disks))));

    [TestMethod]
    public void Judge_AnAgentThatTellsOfNoDevice_SaysNothingOfThem() => Assert.AreEqual("", Found(Host(Inventory(4, 0, 0))));

    [TestMethod]
    [DataRow(5, 16, "")]
    [DataRow(4, 16, "profile-pcie")]
    [DataRow(5, 8, "profile-pcie")]
    public void Judge_ALinkThatCanBeLess_IsFound(int generation, int width, string found)
    {
        var inventory = Inventory(4);
        (inventory.Gpus[1].PcieMaxGeneration, inventory.Gpus[1].PcieMaxWidth) = (generation, width);

        Assert.AreEqual(found, Found(Host(inventory)));
    }

    [TestMethod]
    public void Judge_WhatIsNoLongerExpected_IsClear()
    {
        var window = Host(3);
        window.Expected = Whole with { Gpus = 3 };

        Assert.AreEqual("", Found(window));
        Assert.IsTrue(new ProfileRule().Judge(window, Windows.Now).Any(verdict => verdict is { Finding: null, Code: "profile-gpus" }));
    }

    [TestMethod]
    public void Judge_ABlindHost_SaysNothingOfItsGpus()
    {
        var window = Host(0).Blind("why");

        Assert.IsFalse(new ProfileRule().Judge(window, Windows.Now).Any(verdict => verdict.Code is "profile-gpus" or "profile-gpu-model"));
    }

    private static string Found(HostWindow window) =>
        string.Join(" ", new ProfileRule().Judge(window, Windows.Now).Where(verdict => verdict.Finding is not null).Select(verdict => verdict.Code));

    private static HostWindow Host(int gpus) => Host(Inventory(gpus));

    private static HostWindow Host(Inventory inventory)
    {
        var window = new HostWindow(Windows.Host) { Expected = Whole };
        window.Add(new SettledInventory(inventory, []));
        return window.Heard([.. inventory.Gpus.Select((_, index) => Windows.Reading(index))]);
    }

    private static Inventory Inventory(int gpus, int nics = 2, int disks = 2)
    {
        var inventory = new Inventory { Host = new HostInfo() };
        inventory.Gpus.AddRange(Enumerable.Range(0, gpus).Select(Windows.Info));
        // A card has two faces at one address.
        inventory.Host.Devices.AddRange(Enumerable.Range(0, nics).SelectMany(index => new[] { $"mlx5_{index}", $"ens{index}f0np0" }
            .Select(name => new DeviceInfo { Kind = "nic", Name = name, PciAddress = $"0000:4{index}:00.0" })));
        inventory.Host.Devices.AddRange(Enumerable.Range(0, disks).Select(index => new DeviceInfo { Kind = "nvme", Name = $"nvme{index}", PciAddress = $"0000:8{index}:00.0" }));
        return inventory;
    }
}
