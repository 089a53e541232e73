using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.SignIn;

[TestClass]
public sealed class SignInPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task SignIn_RightPassword_ShowsTheFleet()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);

        await visit.SignInAsync("mika");
        await visit.LiveAsync();

        await visit.ById("gpu-cell-" + FakeInventory.Uuid("yul1", 3, 3)).WaitForAsync();
        Assert.AreEqual(128, await visit.Page.Locator("a.cell").CountAsync());
        Assert.IsEmpty(visit.Complaints);
        Assert.IsEmpty(visit.Foreign);
    }

    [TestMethod]
    public async Task SignIn_WrongPassword_SaysSoAndNotWhichWasWrong()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);

        await visit.SignInAsync("mika", "not it");

        Assert.Contains("Wrong name or password.", await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync());
        Assert.IsEmpty(dashboard.ControlPlane.Sessions.Alive);
    }

    [TestMethod]
    public async Task SignIn_FromADeepLink_ReturnsThere()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.Page.GotoAsync(dashboard.Address + "/?metric=temperature");

        await visit.SignInAsync("mika");
        await visit.LiveAsync();

        Assert.EndsWith("/?metric=temperature", visit.Page.Url);
    }

    [TestMethod]
    public async Task Session_EndedOnTheServer_GoesBackToSignIn()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();

        dashboard.ControlPlane.Sessions.Alive.Clear();

        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"/sign-in\?ended=true"));
    }

    [TestMethod]
    public async Task SignOut_Clicked_EndsTheSessionOnTheServer()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();

        await visit.ById("person-menu").ClickAsync();
        await visit.ById("sign-out").ClickAsync();

        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/sign-in");
        Assert.IsEmpty(dashboard.ControlPlane.Sessions.Alive);
    }

    [TestMethod]
    public async Task SignOut_InOneTab_EndsTheOthersToo()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync(dashboard.Address + "/drains");
        await other.Locator("[data-live=true]").WaitForAsync();

        await visit.ById("person-menu").ClickAsync();
        await visit.ById("sign-out").ClickAsync();

        // "ended=true" would say that the other tab had to find out for itself.
        await Assertions.Expect(other).ToHaveURLAsync(dashboard.Address + "/sign-in");
        await other.GetByTestId("sign-in-name").WaitForAsync();
    }

    [TestMethod]
    public async Task Role_ChangedOnTheServer_ShowsWithoutALoad()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/drains");
        await visit.ById("drain-card-gpu-yul1-03").WaitForAsync();
        Assert.AreEqual(0, await visit.ById("drain-approve-gpu-yul1-03").CountAsync());

        dashboard.ControlPlane.Sessions.Alive.Values.Single().Role = SovereignFleet.Proto.Fleet.Role.OnCall;

        await visit.ById("drain-approve-gpu-yul1-03").WaitForAsync();
    }
}
