using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Dashboard.Layout;

/// <summary>What a person without a mouse can do, and how many keys it takes.</summary>
[TestClass]
public sealed class KeyboardTests
{
    private const string Focused = "() => document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label')";

    public required TestContext TestContext { get; set; }

    // Each host was nine stops of Tab: 144 of them before whatever came after the map.
    [TestMethod]
    public async Task Map_ByTheKeyboard_IsOneStopAndIsWalkedByArrows()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "/");
        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.ById("metric-temperature").FocusAsync();

        await visit.Page.Keyboard.PressAsync("Tab");
        var first = await visit.Page.EvaluateAsync<string>(Focused);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith(first + " GPU 1", await visit.Page.EvaluateAsync<string>(Focused));
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        var below = await visit.Page.EvaluateAsync<string>(Focused);
        Assert.Contains(" GPU 1", below);
        Assert.IsFalse(below.StartsWith(first, StringComparison.Ordinal));
        await visit.Page.Keyboard.PressAsync("End");
        Assert.Contains(" GPU 7", await visit.Page.EvaluateAsync<string>(Focused));
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.AreEqual(0, await visit.Page.Locator("[data-grid] :focus").CountAsync());
        await visit.Page.Keyboard.PressAsync("Shift+Tab");
        Assert.Contains(" GPU 7", await visit.Page.EvaluateAsync<string>(Focused));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/hosts/.*gpu=7$"));
    }

    [TestMethod]
    public async Task SkipLink_OfAnyPage_IsItsFirstStopAndLeadsToItsContent()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "/journal?site=yul1");

        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("() => document.querySelector('a[href], button, input, select').matches('[data-skip]')"));
        await visit.Page.Locator("[data-skip]").FocusAsync();
        Assert.IsTrue((await visit.Page.Locator("[data-skip]").BoundingBoxAsync())!.Width > 40);
        await visit.Page.Keyboard.PressAsync("Enter");

        Assert.AreEqual("content", await visit.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.EndsWith("/journal?site=yul1", visit.Page.Url);
    }

    [TestMethod]
    public async Task QuestionMark_OutsideAField_ShowsTheKeys()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "/journal");
        await visit.ById("journal-host").FocusAsync();
        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(visit.ById("journal-host")).ToHaveValueAsync("?");
        Assert.AreEqual(0, await visit.ById("keys").CountAsync());
        await visit.Page.Keyboard.PressAsync("Backspace");
        await visit.ById("chain-check").FocusAsync();

        await visit.Page.Keyboard.PressAsync("?");

        await visit.ById("keys").GetByText("find a host, a GPU or a ticket").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "keys-dark-1440");
    }

    // After Esc the focus lay on nothing: the next Tab began at the top of the page.
    [TestMethod]
    [DataRow("Control+k", "search-text")]
    [DataRow("?", "keys")]
    public async Task Dialog_LeftByEscape_GivesTheFocusBack(string key, string inside)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "/journal");
        await visit.ById("journal-older").FocusAsync();

        await visit.Page.Keyboard.PressAsync(key);
        await visit.ById(inside).WaitForAsync();
        if (inside == "search-text")
        {
            await Assertions.Expect(visit.ById(inside)).ToBeFocusedAsync();
        }

        // A dialog that is seen does not listen at that instant yet: a person presses the key again.
        await Until.Async(
            "Esc closes it",
            async _ =>
            {
                await visit.Page.Keyboard.PressAsync("Escape");
                return await visit.ById(inside).CountAsync();
            },
            count => count == 0,
            TestContext.CancellationToken);
        await Assertions.Expect(visit.ById("journal-older")).ToBeFocusedAsync();
    }

    [TestMethod]
    public async Task Search_ByTicketAndRack_FindsThem()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "/");
        await visit.Page.Locator("a.cell").First.WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(visit.ById("search-text")).ToBeFocusedAsync();

        await visit.ById("search-text").FillAsync("575.57");
        await Assertions.Expect(visit.ById("search-hit")).ToHaveCountAsync(2);
        await visit.ById("search-text").FillAsync("7K2M9Q");
        await Assertions.Expect(visit.ById("search-hit")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.ById("search-hit")).ToContainTextAsync("replace fan 4");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/tickets?open=SF-7K2M9Q");
    }

    private static async Task<Visit> OpenAsync(RunningDashboard dashboard, string path)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        await visit.GoAsync(path);
        if (path.StartsWith("/journal", StringComparison.Ordinal))
        {
            await visit.ById("journal-entry").First.WaitForAsync();
        }

        return visit;
    }
}
