using SovereignFleet.Server.Checks;

namespace SovereignFleet.Server.CommandLine;

/// <summary>Exit code 0: all that was tried works; 3: something does not.</summary>
internal static class InventoryCommand
{
    private const int NotWorking = 3;

    /// <param name="file">An inventory that is not applied yet; null: what is declared is checked.</param>
    public static async Task<int> CheckAsync(string? file, IServiceProvider services, CancellationToken cancellationToken)
    {
        var json = file is null ? "" : await File.ReadAllTextAsync(file, cancellationToken);
        var (outcome, checks) = await services.GetRequiredService<InventoryCheck>().RunAsync(json, Actor, cancellationToken);
        Print("would change: ", outcome.Changes);
        Print("look at: ", outcome.Warnings);
        return Tell(checks);
    }

    public static async Task<int> TestTicketAsync(string siteId, IServiceProvider services, CancellationToken cancellationToken) =>
        Tell([await services.GetRequiredService<TestMessages>().SendTicketAsync(siteId, Actor, cancellationToken) ?? new Check($"site {siteId}", false, "there is no such site")]);

    public static async Task<int> TestAlertAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var checks = await services.GetRequiredService<TestMessages>().SendAlertAsync(Actor, cancellationToken);
        return Tell(checks.Count > 0 ? checks : [new Check("alerts", false, "no channel is configured: set Alerts:Alertmanagers or Alerts:Webhooks")]);
    }

    private static string Actor => "person:" + Environment.UserName + "@console";

    private static int Tell(IReadOnlyList<Check> checks)
    {
        Print("", checks.Select(check => $"{(check.Passed ? "ok  " : "FAIL")} {check.Subject}: {check.Sentence}"));
        return checks.All(check => check.Passed) ? 0 : NotWorking;
    }

    private static void Print(string before, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(before + line);
        }
    }
}
