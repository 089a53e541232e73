using SovereignFleet.Dashboard.Hosts.Expected;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Hosts.Expected;

[TestClass]
public sealed class ProfilePanelTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Profile_OnItsPage_ShowsWhatIsLess_AndIsConfirmedAndChangedByAPerson()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("profile").GetByText("nobody has confirmed it yet").WaitForAsync();
        await visit.ById("profile-confirm").ClickAsync();
        await visit.ById("profile").GetByText("Confirmed by mika").WaitForAsync();

        await visit.ById("profile-change").ClickAsync();
        Assert.AreEqual("8", await visit.ById("profile-nics").InputValueAsync(), "what is found now");
        Assert.IsTrue(await visit.ById("profile-save").IsDisabledAsync(), "a reason is asked for");
        await visit.ById("profile-reason").FillAsync("one card was moved to a spare");
        await visit.ById("profile-save").ClickAsync();

        await visit.ById("profile").GetByText("Confirmed by mika: one card was moved to a spare.").WaitForAsync();
        Assert.Contains("Confirm gpu-yul1-03", dashboard.ControlPlane.Fleet.Calls);
        Assert.Contains("Change gpu-yul1-03 nics=8: one card was moved to a spare", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public void Rows_OfAProfile_NameWhatIsLess()
    {
        var rows = ProfileRow.Of(new ProfileView
        {
            Expected = new HostProfile { Gpus = 8, GpuModel = "NVIDIA H100", Nics = 9 },
            Found = new HostProfile { Gpus = 0, GpuModel = "NVIDIA A100", Disks = 2 },
        });

        Assert.AreEqual("GPUs 8 0 True; GPU model NVIDIA H100 NVIDIA A100 True; Network cards 9 — False; NVMe disks — 2 False".Replace("—", SovereignFleet.Dashboard.Look.Shown.Nothing, StringComparison.Ordinal),
            string.Join("; ", rows.Select(row => $"{row.Name} {row.Expected} {row.Found} {row.IsLess}")));
    }

    [TestMethod]
    public void Rows_OfNothing_AreNone() => Assert.IsEmpty(ProfileRow.Of(null));
}
