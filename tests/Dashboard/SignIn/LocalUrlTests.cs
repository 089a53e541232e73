using SovereignFleet.Dashboard.SignIn;

namespace SovereignFleet.Tests.Dashboard.SignIn;

[TestClass]
public sealed class LocalUrlTests
{
    [TestMethod]
    [DataRow("/hosts/gpu-yul1-03?gpu=3", "/hosts/gpu-yul1-03?gpu=3")]
    [DataRow("/", "/")]
    [DataRow(null, "/")]
    [DataRow("", "/")]
    [DataRow("https://elsewhere.example/", "/")]
    [DataRow("//elsewhere.example/", "/")]
    [DataRow("/\\elsewhere.example/", "/")]
    [DataRow("/\t/elsewhere.example/", "/")]
    [DataRow("javascript:alert(1)", "/")]
    [DataRow("/sign-out", "/")]
    [DataRow("/sign-in?returnUrl=/", "/")]
    public void Of_AnyAddress_StaysOnThisDashboard(string? wanted, string expected) => Assert.AreEqual(expected, LocalUrl.Of(wanted));
}
