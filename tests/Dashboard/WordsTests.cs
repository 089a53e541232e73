using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>What a page says is said to a person: no name out of the program, no time of another zone, no age that stands still.</summary>
[TestClass]
public sealed partial class WordsTests
{
    // What is a record, an identifier or a line of a log, word for word, and what a program is given, is not the page's own word.
    private const string Said = """
        () => { const kept = 'code, pre, .mono, script, style, option, .ticket-text, details dd';
          const said = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) { const own = walk.currentNode.parentElement;
            if (!own.closest(kept) && walk.currentNode.data.trim() && own.checkVisibility()) said.push(own.closest('time[data-clock]') ? `⟨${walk.currentNode.data.trim()}⟩` : walk.currentNode.data.trim()); }
          for (const one of document.querySelectorAll('[aria-label], [data-tip]')) said.push(one.getAttribute('aria-label') ?? '', one.dataset.tip ?? '');
          return said; }
        """;

    private static readonly HashSet<string> EnumNames = typeof(DrainState).Assembly.GetTypes().Where(type => type.IsEnum && type.IsPublic)
        .SelectMany(type => Enum.GetNames(type).SelectMany(name => new[] { name, Snake().Replace(name, "$1_$2").ToUpperInvariant(), Snake().Replace(type.Name + name, "$1_$2").ToUpperInvariant() }))
        // One word alone ("Live", "FAILED" in capitals is none of ours) may be said by anybody.
        .Where(name => Humps().IsMatch(name) || name.Contains('_', StringComparison.Ordinal)).ToHashSet();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Page_OfAnyKind_SpeaksToAPersonOfTheirTimeAndInTheirWords()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, zone: "America/Vancouver");
        await visit.SignInAsync("mika");
        List<string> faults = [];
        foreach (var (name, path, ready) in EveryPageTests.Pages)
        {
            await visit.GoAsync(path);
            await visit.ById(ready).First.WaitForAsync();
            // The sites' zones come with the first snapshot.
            await visit.Page.Locator("[data-testid=data-age][data-stale]").WaitForAsync();
            foreach (var said in await visit.Page.EvaluateAsync<string[]>(Said))
            {
                faults.AddRange(FaultsOf(said).Select(fault => $"{name}: {fault}: {said}"));
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults.Distinct()));
    }

    [TestMethod]
    [DataRow("Sensor nvlink: NotSupported.", true)]
    [DataRow("IN_SERVICE", true)]
    [DataRow("SERVICE_STATE_DRAINING", true)]
    [DataRow("last heard 3 min ago", true)]
    [DataRow("⟨3 min ago⟩", false)]
    [DataRow("since 2026-11-23T03:00:00Z", true)]
    [DataRow("since 2026-11-23 03:00:00Z", true)]
    [DataRow("⟨23 Nov 04:10 UTC⟩", true)]
    [DataRow("⟨23 Nov 04:10 Europe/Berlin⟩", false)]
    [DataRow("Draining", false)]
    public void FaultsOf_ASentence_AreFound(string said, bool isFaulty) => Assert.AreEqual(isFaulty, FaultsOf(said).Any());

    private static IEnumerable<string> FaultsOf(string said)
    {
        foreach (Match word in Words().Matches(said))
        {
            if (EnumNames.Contains(word.Value))
            {
                yield return "a name out of the program";
            }
        }

        if (!said.StartsWith('⟨') && Age().IsMatch(said))
        {
            yield return "an age that nobody counts on";
        }

        if (Utc().IsMatch(said))
        {
            yield return "a time of nobody's zone";
        }
    }

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Snake();

    [GeneratedRegex("[a-z][A-Z]")]
    private static partial Regex Humps();

    [GeneratedRegex("[A-Za-z_0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\d+ (s|min|h|d) (ago|old)\b")]
    private static partial Regex Age();

    [GeneratedRegex(@"\d\d:\d\d(:\d\d)?(\.\d+)?(Z| UTC)\b")]
    private static partial Regex Utc();
}
