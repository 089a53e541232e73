using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Tickets;

[TestClass]
public sealed class TicketsPageTests
{
    private const string Refusal = "550 5.1.1 <hands@example.net>: Recipient address rejected: User unknown";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 390)]
    public async Task Refused_SentAgainWithTheKeyboard_ReachesTheServerAndShowsWhatCameOfIt(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.TicketRefusal = Refusal;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, 900);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/tickets?open=SF-7K2M9Q");
        var row = visit.ById("ticket-row-SF-7K2M9Q");
        await row.GetByText(Refusal).WaitForAsync();
        await Shots.KeepAsync(visit.Page, $"ticket-refused-{theme}-{width}");
        Assert.AreEqual(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        await visit.ById("ticket-resend-SF-7K2M9Q").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await row.GetByText(nameof(TicketState.Sent), new() { Exact = true }).WaitForAsync();
        Assert.AreEqual(0, await row.GetByText(Refusal).CountAsync());
        Assert.Contains("ResendTicket ticket-06", dashboard.ControlPlane.Fleet.Calls);
    }

    // The technician at the rack had to look for the LED on one page and for the work on another.
    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 390)]
    public async Task Open_OfAHostAtWork_LightsItsLedAndMarksTheWorkDone(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, 900);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/tickets?open=SF-7K2M9Q");
        var led = visit.ById("ticket-led-SF-7K2M9Q");
        await led.GetByText("LED unknown").WaitForAsync();

        await visit.ById("ticket-light-SF-7K2M9Q").ClickAsync();
        await led.GetByText("LED asked to be lit").WaitForAsync();
        dashboard.ControlPlane.Fleet.Locked(() => dashboard.ControlPlane.Fleet.LedOrders[^1].State = CommandState.Done);
        await led.GetByText("LED lit").WaitForAsync();
        await Shots.KeepAsync(visit.Page, $"ticket-at-work-{theme}-{width}");
        Assert.AreEqual(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await visit.ById("next-gpu-yul1-06").ClickAsync();
        await visit.ById("done-confirm").ClickAsync();

        await visit.ById("ticket-next-SF-7K2M9Q").GetByText("Its repair is being proven.").WaitForAsync();
        Assert.Contains(call => call.StartsWith("MarkWorkDone", StringComparison.Ordinal), dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Open_OfATicketOlderThanAllThatAreListed_IsShown()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/tickets?open=SF-2026-0001");

        Assert.IsNotNull(await visit.ById("ticket-row-SF-2026-0001").GetAttributeAsync("open"));
    }

    [TestMethod]
    public async Task Refused_ToAViewer_HasNoButton()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.TicketRefusal = Refusal;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/tickets?open=SF-7K2M9Q");

        await visit.ById("ticket-row-SF-7K2M9Q").GetByText(Refusal).WaitForAsync();
        Assert.AreEqual(0, await visit.ById("ticket-resend-SF-7K2M9Q").CountAsync());
    }
}
