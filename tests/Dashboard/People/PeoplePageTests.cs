using Microsoft.Playwright;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.People;

[TestClass]
public sealed class PeoplePageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Sessions_OneThatIsNotThis_EndsByAClick()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "mika", "/people");
        await Assertions.Expect(visit.ById("session-row")).ToHaveCountAsync(2);
        Assert.AreEqual(1, await visit.ById("session-end").CountAsync());
        Assert.AreEqual(0, await visit.ById("person-add").CountAsync(), "Who does not administer sees the own sessions alone.");

        await visit.ById("session-end").ClickAsync();

        await Assertions.Expect(visit.ById("session-row")).ToHaveCountAsync(1);
    }

    // The table scrolled in a box of its own on a phone: what can be done about a person lay beside the screen.
    [TestMethod]
    [DataRow("dark", 390)]
    [DataRow("light", 320)]
    public async Task People_OnAPhone_HaveEachButtonOnTheScreen(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width);
        await visit.SignInAsync("rosa");
        await visit.GoAsync("/people");
        await visit.ById("person-row-tove").WaitForAsync();
        await visit.ById("session-row").First.WaitForAsync();

        await Shots.KeepAsync(visit.Page, $"people-phone-{theme}-{width}");
        var beside = await visit.Page.EvaluateAsync<string>("() => [...document.querySelectorAll('main button')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth).map(e => e.textContent).join(', ')");
        Assert.AreEqual("", beside);
    }

    [TestMethod]
    public async Task Person_Added_GetsAOneTimePasswordThatIsShownOnce()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa", "/people");
        await visit.ById("person-add").ClickAsync();
        await visit.ById("person-name").FillAsync("nils");
        await visit.ById("role").SelectOptionAsync(nameof(Role.Technician));
        await Assertions.Expect(visit.ById("person-add-confirm")).ToBeDisabledAsync();
        await visit.ById("role-site").SelectOptionAsync("fra2");
        await visit.ById("person-add-confirm").ClickAsync();

        await Assertions.Expect(visit.ById("told-once")).ToContainTextAsync(FakePeople.OneTimePassword);
        await visit.ById("told-close").ClickAsync();
        await Assertions.Expect(visit.ById("person-row-nils")).ToContainTextAsync("technician");
        await Assertions.Expect(visit.ById("person-row-nils")).ToContainTextAsync("fra2");
        await Assertions.Expect(visit.Page.Locator("body")).Not.ToContainTextAsync(FakePeople.OneTimePassword);
    }

    [TestMethod]
    public async Task Person_RoleResetAndDisabled_AreAClickAndAWordEach()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa", "/people");
        await visit.ById("person-role-tove").ClickAsync();
        await visit.ById("role").SelectOptionAsync(nameof(Role.OnCall));
        await visit.ById("role-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("person-row-tove")).ToContainTextAsync("on-call");

        await visit.ById("person-reset-tove").ClickAsync();
        await visit.ById("reset-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("told-once")).ToContainTextAsync(FakePeople.OneTimePassword);
        await visit.ById("told-close").ClickAsync();
        await Assertions.Expect(visit.ById("person-row-tove")).ToContainTextAsync("has a one-time password");

        await visit.ById("person-disable-tove").ClickAsync();
        await visit.ById("disable-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("person-row-tove")).ToContainTextAsync("disabled");
        await visit.ById("person-enable-uwe").ClickAsync();
        await Assertions.Expect(visit.ById("person-row-uwe")).ToContainTextAsync("may sign in");
    }

    [TestMethod]
    public async Task Person_WhomTheServerKeeps_StaysWithTheReason()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa", "/people");
        await visit.ById("person-disable-olga").ClickAsync();
        await visit.ById("disable-confirm").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is the last administrator.");
    }

    [TestMethod]
    public async Task Token_MadeByKeyboardOnAPhone_IsShownOnceAndWithdrawn()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa", "/people", width: 390);
        await visit.ById("token-add").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ById("token-name").FocusAsync();
        await visit.Page.Keyboard.TypeAsync("metrics");
        await visit.ById("token-add-confirm").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.ById("told-once")).ToContainTextAsync(FakePeople.Token);
        await visit.ById("told-close").PressAsync("Enter");
        await Assertions.Expect(visit.ById("token-row-metrics")).ToContainTextAsync("never");

        await visit.ById("token-withdraw-metrics").PressAsync("Enter");
        await visit.ById("withdraw-confirm").PressAsync("Enter");
        await Assertions.Expect(visit.ById("token-row-metrics")).ToContainTextAsync("withdrawn");
    }

    [TestMethod]
    public async Task EnrollmentToken_Made_IsShownOnceAndWithdrawn()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa", "/enrollment");
        await Assertions.Expect(visit.ById("enrollment-page")).ToContainTextAsync("0123abcd");
        await visit.ById("enrollment-add").ClickAsync();
        await visit.ById("enroll-host").SelectOptionAsync("gpu-yul1-03");
        await visit.ById("enroll-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("told-once")).ToContainTextAsync(FakePeople.EnrollmentSecret);
        await visit.ById("told-close").ClickAsync();
        await Assertions.Expect(visit.ById("enrollment-row-gpu-yul1-03")).ToContainTextAsync("open until");

        await visit.ById("enrollment-withdraw-gpu-yul1-03").ClickAsync();
        await Assertions.Expect(visit.ById("enrollment-row-gpu-yul1-03")).ToContainTextAsync("expired or withdrawn");
    }

    [TestMethod]
    public async Task Enrollment_OfSomebodyWhoMayNot_SaysWhoMayAndAsksNothing()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "mika", "/enrollment");

        await Assertions.Expect(visit.ById("enrollment-page")).ToContainTextAsync("Needs the operator role");
        Assert.IsFalse(dashboard.ControlPlane.Sessions.Heard.Any(call => call.Method.Contains("EnrollmentToken")));
    }

    private static async Task<Visit> OpenAsync(RunningDashboard dashboard, string name, string path, int width = 1440)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: width);
        await visit.SignInAsync(name);
        await visit.LiveAsync();
        await visit.GoAsync(path);
        return visit;
    }
}
