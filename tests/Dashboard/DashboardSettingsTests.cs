using SovereignFleet.Dashboard;

namespace SovereignFleet.Tests.Dashboard;

[TestClass]
public sealed class DashboardSettingsTests
{
    [TestMethod]
    public void Build_WithSeveralWrongSettings_NamesAllKeysAtOnce()
    {
        var fault = Assert.Throws<Exception>(() => DashboardApp.Build(["--Listen=nowhere", "--Server=http://127.0.0.1:1", "--DataFolder="]));

        var told = fault.ToString();
        Assert.Contains("set Listen to an address", told);
        Assert.Contains("set Server to the https address", told);
        Assert.Contains("set DataFolder to a folder", told);
    }

    [TestMethod]
    [DataRow("http://127.0.0.1:7480", true)]
    [DataRow("http://+:80; https://[::1]:7480", true)]
    [DataRow("http://unix:/run/dashboard.sock", true)]
    [DataRow("127.0.0.1:7480", false)]
    [DataRow("http://127.0.0.1:1;nowhere", false)]
    [DataRow("", false)]
    public void Listen_AnAddress_IsOneThatAServerCanListenAt(string listen, bool expected) =>
        Assert.AreEqual(expected, new ListenOptionsCheck().Validate(null, new ListenOptions { Listen = listen }).Succeeded);
}
