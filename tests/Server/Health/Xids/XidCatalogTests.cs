using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Xids;

namespace SovereignFleet.Tests.Server.Health.Xids;

/// <summary>NVIDIA's catalogue is held whole, and what it calls the program's own trouble, or nothing, pages nobody.</summary>
[TestClass]
public sealed class XidCatalogTests
{
    [TestMethod]
    public void All_EachNumberOfTheCatalogue_IsThereOnce() =>
        Assert.AreSequenceEqual(Enumerable.Range(1, 173), XidCatalog.All().Select(xid => xid.Code));

    [TestMethod]
    // RESTART_APP: 39 codes that were missing
    [DataRow("11 25 39 40 41 70 71 72 75 76 77 82 83 84 85 86 88 89 96 97 98 99 100 101 102 103 104 105")]
    [DataRow("126 127 128 129 130 131 132 133 134 135 139")]
    // IGNORE: 7 codes that were missing
    [DataRow("14 37 106 107 108 152 153")]
    // those of before
    [DataRow("8 13 31 32 43 45 60 63 66 67 68 69 80 154")]
    public void Judge_TheProgramsOwnTroubleOrNothing_IsNoCondition(string codes)
    {
        foreach (var code in codes.Split(' ').Select(code => int.Parse(code, CultureInfo.InvariantCulture)))
        {
            Assert.AreEqual("", TestedLines.Told(TestedLines.Rule().Judge(TestedLines.Window(TestedLines.Seen(EventKinds.Xid, code)), TestedLines.Now).SingleOrDefault()?.Finding), $"{code}");
        }
    }

    [TestMethod]
    // NVIDIA's immediate action -> what follows
    [DataRow("RESTART_BM", "Critical Now")]
    [DataRow("RESTART_VM", "Critical Now")]
    [DataRow("CONTACT_SUPPORT", "Warning None")]
    [DataRow("UPDATE_SWFW", "Warning None")]
    [DataRow("CHECK_UVM", "Warning None")]
    public void Judge_EachCodeOfAnAction_IsAsDecided(string action, string expected)
    {
        foreach (var xid in XidCatalog.All().Where(xid => xid.Immediate == action))
        {
            StringAssert.StartsWith(TestedLines.Told(TestedLines.Judge($"NVRM: Xid (PCI:0000:01:00): {xid.Code}, x")), expected, $"{xid.Code}");
        }
    }

    [TestMethod]
    [DataRow("NVRM: Xid (PCI:0000:01:00): 47, pid=1, name=a, NVENC0")]
    [DataRow("NVRM: Xid (PCI:0000:01:00): 142, pid=1, name=a, NVENC3")]
    [DataRow("NVRM: Xid (PCI:0000:01:00): 57, x")]
    public void Judge_ACodeThatTheCatalogueHas_IsNotCalledUnknown(string line) =>
        Assert.IsFalse(TestedLines.Judge(line)!.Sentence.Contains("Not in the catalogue", StringComparison.Ordinal));

    [TestMethod]
    public void Judge_ACodeThatTheCatalogueLacks_SaysSo() =>
        StringAssert.Contains(TestedLines.Judge("NVRM: Xid (PCI:0000:01:00): 999, x")!.Sentence, "Not in the catalogue");
}
