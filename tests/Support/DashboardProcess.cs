namespace SovereignFleet.Tests.Support;

/// <summary>The built dashboard as a process of its own.</summary>
internal sealed class DashboardProcess
{
    private DashboardProcess(string url) => Url = url;

    public string Url { get; }

    public static async Task<DashboardProcess> StartAsync(Stage stage, ServerProcess server, CancellationToken cancellationToken)
    {
        var dashboard = new DashboardProcess($"http://127.0.0.1:{FreePort.Next()}");
        var process = stage.Start(new Launch(
            "dashboard",
            ProductTree.Program("dashboard", "sovereignfleet-dashboard"),
            "--Server=" + server.ApiUrl,
            "--ServerCa=" + server.AuthorityFile,
            "--Listen=" + dashboard.Url));
        using var client = new HttpClient();
        await Until.Async(
            "the dashboard answers",
            async cancellation => process.HasExited
                ? throw new InvalidOperationException("It ended: " + process.Output)
                : (await client.GetAsync(dashboard.Url + "/sign-in", cancellation)).IsSuccessStatusCode,
            ready => ready,
            cancellationToken);
        return dashboard;
    }
}
