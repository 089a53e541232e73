using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using SovereignFleet.Dashboard.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>An address that somebody mistyped, kept too long, or made up: each page stands, and says what is wrong with it.</summary>
[TestClass]
public sealed class AddressTests
{
    private static readonly string[] Rubbish = ["abc", "-1", "99999999999999999999", "%00", "%3Cscript%3E", "a%26b", "1e9", "\u00fc", new string('x', 5000)];

    private static readonly Dictionary<string, string> Paths = new()
    {
        ["/"] = "/",
        ["/hosts/{Name}"] = "/hosts/gpu-yul1-03",
        ["/drains"] = "/drains",
        ["/drains/{Id}"] = "/drains/drain-04",
        ["/maintenance/plans/{Id}"] = "/maintenance/plans/plan-02",
        ["/alerts"] = "/alerts",
        ["/tickets"] = "/tickets",
        ["/journal"] = "/journal",
        ["/sign-in"] = "/sign-in",
        ["/not-found"] = "/not-found",
        ["/{*Typed}"] = "/no/such/page",
    };

    public required TestContext TestContext { get; set; }

    /// <summary>Every page with each of its own parameters, and those of the top bar.</summary>
    private static IEnumerable<(string Path, string Parameter)> All =>
        from page in typeof(FleetPage).Assembly.GetTypes()
        from route in page.GetCustomAttributes<RouteAttribute>()
        from parameter in page.GetProperties()
            .Select(property => (property.Name, Query: property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
            .Where(property => property.Query is not null).Select(property => (property.Query!.Name ?? property.Name).ToLowerInvariant())
            .Union(["site", "range"])
        select (Paths.GetValueOrDefault(route.Template, route.Template), parameter);

    // "?gpu=abc" and "?all=abc" were errors of the server, with an empty page.
    [TestMethod]
    public async Task Page_WithRubbishInAnyParameter_StillStands()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.LiveAsync();
        List<string> faults = [];
        foreach (var (path, parameter) in All)
        {
            foreach (var value in Rubbish)
            {
                var answer = await visit.Page.APIRequest.GetAsync($"{dashboard.Address}{path}?{parameter}={value}");
                if (answer.Status >= 500 || (await answer.BodyAsync()).Length == 0)
                {
                    faults.Add($"{path}?{parameter}={value[..Math.Min(30, value.Length)]}: {answer.Status}");
                }
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
    }

    // "/?site=zzz" said "Nothing needs a person".
    [TestMethod]
    public async Task Page_WithRubbishInAnyParameter_SaysWhatIsWrong()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.LiveAsync();
        List<string> faults = [];
        // Signing in, and a page that is none, know no parameter of their own that could mean something else.
        foreach (var (path, parameter) in All.Where(each => !each.Path.StartsWith("/sign-in", StringComparison.Ordinal) && !each.Path.StartsWith("/no", StringComparison.Ordinal)))
        {
            await visit.GoAsync($"{path}?{parameter}=zzz");
            try
            {
                await visit.ById("address-fault").GetByText("“zzz”").First.WaitForAsync(new() { Timeout = 8000 });
            }
            catch (TimeoutException)
            {
                faults.Add($"{path}?{parameter}=zzz says nothing of it");
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
        await visit.GoAsync("/?site=zzz");
        await visit.ById("address-fault").WaitForAsync();
        Assert.AreEqual(0, await visit.Page.GetByText("Nothing needs a person").CountAsync());
        await Shots.KeepAsync(visit.Page, "site-unknown-dark-1440");
        await visit.ById("all-sites").ClickAsync();
        await visit.ById("summary-wrong").WaitForAsync();
    }

    [TestMethod]
    public async Task Page_WithAGpuThatTheHostHasNot_SaysSoAndShowsAll()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.GoAsync("/hosts/gpu-yul1-03?gpu=9");

        await visit.ById("address-fault").GetByText("“9” is no GPU of this host.").WaitForAsync();
        await visit.Page.GetByLabel("GPU temperature of 8 GPUs over the last hour").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "gpu-unknown-dark-1440");
    }

    // It was a 404 without a body: the browser's own error page.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Address_OfNoPage_IsNotFoundAndSaysSo(bool isSignedIn)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        if (isSignedIn)
        {
            await visit.SignInAsync("vera");
            await visit.LiveAsync();
        }

        var answer = await visit.Page.GotoAsync(dashboard.Address + "/hostz/gpu-yul1-03");

        Assert.AreEqual((int)HttpStatusCode.NotFound, answer!.Status);
        await Assertions.Expect(visit.ById("not-found")).ToContainTextAsync("/hostz/gpu-yul1-03 is no page of this dashboard.");
        await Shots.KeepAsync(visit.Page, "not-found-dark-1440");
    }
}
