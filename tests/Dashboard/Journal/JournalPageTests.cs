using Microsoft.Playwright;
using SovereignFleet.Dashboard.Journal;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Journal;

[TestClass]
public sealed class JournalPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Journal_NarrowedByKindAndHost_ShowsTheseAndKeepsItInTheAddress()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "vera");
        await Assertions.Expect(visit.ById("journal-entry")).ToHaveCountAsync(100);

        await visit.ById("journal-kind").SelectOptionAsync("condition");
        await Assertions.Expect(visit.ById("journal-entry")).ToHaveCountAsync(65);
        await visit.ById("journal-host").FillAsync("gpu-fra2-02");
        await visit.ById("journal-host").PressAsync("Enter");

        await visit.ById("journal-empty").WaitForAsync();
        Assert.EndsWith("/journal?kind=condition&host=gpu-fra2-02", visit.Page.Url);
        await visit.ById("journal-kind").SelectOptionAsync("");
        await Assertions.Expect(visit.ById("journal-entry")).ToHaveCountAsync(65);
        await visit.Page.GetByText("Evidence").First.ClickAsync();
        await visit.Page.GetByText("pid=4711").First.WaitForAsync();
    }

    [TestMethod]
    public async Task Journal_Older_GoesBackPageByPage()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "vera");

        await visit.ById("journal-older").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/journal?before=161");
        await visit.ById("journal-older").ClickAsync();

        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/journal?before=61");
        await Assertions.Expect(visit.ById("journal-entry")).ToHaveCountAsync(60);
        Assert.AreEqual(0, await visit.ById("journal-older").CountAsync());
    }

    [TestMethod]
    public async Task Journal_OfTheLastHour_HasNothingOlder()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "vera");

        await visit.ById("range-filter").SelectOptionAsync("1h");

        // One each seven minutes.
        await Assertions.Expect(visit.ById("journal-entry")).ToHaveCountAsync(9);
    }

    [TestMethod]
    [DataRow(false, "Intact.", "All 260 entries are as they were sealed.")]
    [DataRow(true, "Not intact.", "Entry 212 of the chain")]
    public async Task Chain_Checked_SaysWhetherItHolds(bool forged, string word, string sentence)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.JournalIsForged = forged;
        await using var visit = await OpenAsync(dashboard, "mika");

        await visit.ById("chain-check").ClickAsync();

        var verdict = await visit.ById("chain-verdict").InnerTextAsync();
        Assert.Contains(word, verdict);
        Assert.Contains(sentence, verdict);
        await Shots.KeepAsync(visit.Page, forged ? "journal-forged-dark-1440" : "journal-intact-dark-1440");
    }

    [TestMethod]
    public async Task Chain_ForAViewer_SaysWhoMayCheckIt()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "vera");

        Assert.IsTrue(await visit.ById("chain-check").IsDisabledAsync());
        Assert.Contains("Needs the on-call role; you are viewer.", await visit.ById("chain").InnerTextAsync());
    }

    [TestMethod]
    public void KindChoice_EveryKindOfTheServer_IsInTheMenu()
    {
        var kinds = typeof(JournalKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Assert.IsNotEmpty(kinds);
        CollectionAssert.AreEquivalent(kinds.Select(kind => kind.Split('.')[0]).Distinct().ToArray(), KindChoice.All.Select(choice => choice.Kind).ToArray());
    }

    [TestMethod]
    [DataRow("""{"xid":79}""", "{\n  \"xid\": 79\n}")]
    [DataRow("""{"who":"Jürgen <j@x>"}""", "{\n  \"who\": \"Jürgen <j@x>\"\n}")]
    [DataRow("cut off {", "cut off {")]
    public void Evidence_OfAnEntry_StandsOnLinesAndIsNeverLost(string data, string expected) =>
        Assert.AreEqual(expected, Evidence.Of(data).ReplaceLineEndings("\n"));

    private static async Task<Visit> OpenAsync(RunningDashboard dashboard, string person)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync(person);
        await visit.GoAsync("/journal");
        await visit.ById("journal-entry").First.WaitForAsync();
        return visit;
    }
}
