using Microsoft.Playwright;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The person on call, who has nothing but a browser on the dashboard.</summary>
internal sealed class OnCallPerson
{
    private const int Patience = 120_000;
    private readonly BrowserSession browser;
    private readonly DashboardProcess dashboard;

    private OnCallPerson(BrowserSession browser, DashboardProcess dashboard)
    {
        this.browser = browser;
        this.dashboard = dashboard;
    }

    private IPage Page => browser.Page;

    public static async Task<OnCallPerson> SignInAsync(FleetScene scene, CancellationToken cancellationToken)
    {
        var dashboard = await DashboardProcess.StartAsync(scene.Stage, scene.Server, cancellationToken);
        var person = new OnCallPerson(await BrowserSession.OpenAsync(scene.Stage), dashboard);
        person.Page.SetDefaultTimeout(Patience);
        await person.GoToAsync("/sign-in");
        await person.Page.GetByTestId("sign-in-name").FillAsync(FleetApi.AdminName);
        await person.Page.GetByTestId("sign-in-password").FillAsync(scene.Api.Password);
        await person.Page.GetByTestId("sign-in-submit").ClickAsync();
        await person.Page.GetByTestId("person-menu").WaitForAsync();
        return person;
    }

    public Task GoToAsync(string path) => Page.GotoAsync(dashboard.Url + path);

    public async Task ApproveDrainAsync(string host)
    {
        await Page.GetByTestId($"drain-approve-{host}").ClickAsync();
        await Page.GetByTestId("approve-confirm").ClickAsync();
    }

    public async Task MarkWorkDoneAsync(string host, string note)
    {
        await Page.GetByTestId($"drain-done-{host}").ClickAsync();
        await Page.Locator("#done-note").FillAsync(note);
        await Page.GetByTestId("done-confirm").ClickAsync();
    }

    /// <summary>The drain's card on the open page shows the state's word, without the page being loaded again.</summary>
    public Task SeesDrainAsync(string host, string state) =>
        Assertions.Expect(Page.GetByTestId($"drain-state-{host}")).ToContainTextAsync(
            state, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    public Task SeesOnCardAsync(string host, string text) =>
        Assertions.Expect(Page.GetByTestId($"drain-card-{host}")).ToContainTextAsync(
            text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    public Task SeesAsync(string text) =>
        Assertions.Expect(Page.Locator("body")).ToContainTextAsync(
            text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>Saves the page where SOVEREIGNFLEET_SCREENSHOTS names a folder.</summary>
    public async Task PictureAsync(string name, string path)
    {
        if (Environment.GetEnvironmentVariable("SOVEREIGNFLEET_SCREENSHOTS") is not { Length: > 0 } folder)
        {
            return;
        }

        await GoToAsync(path);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
