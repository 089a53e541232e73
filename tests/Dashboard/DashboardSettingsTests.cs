using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Dashboard;
using SovereignFleet.Tests.Dashboard.Support;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Dashboard;

[TestClass]
public sealed class DashboardSettingsTests(TestContext test)
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
    public async Task Build_LogLevelsThatNobodySet_LogNoRequest()
    {
        using var folder = new TestFolder();
        using var authority = new TestAuthority(TimeProvider.System);
        await File.WriteAllTextAsync(folder.Below("ca.pem"), authority.Pem, test.CancellationToken);
        await using var app = DashboardApp.Build(["--Server=https://127.0.0.1:1", $"--ServerCa={folder.Below("ca.pem")}", $"--DataFolder={folder.Below("data")}"]);

        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        Assert.IsFalse(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
        Assert.IsTrue(loggers.CreateLogger("Microsoft.Hosting.Lifetime").IsEnabled(LogLevel.Information));
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
