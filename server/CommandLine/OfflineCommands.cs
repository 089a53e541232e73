namespace SovereignFleet.Server.CommandLine;

/// <summary>What an operator can do on the server's own machine, without signing in: whoever may read its data folder may.</summary>
internal static class OfflineCommands
{
    private const string Usage = """
        sovereignfleet-server [--Key=value ...]                      runs the server
        sovereignfleet-server token HOST [--minutes N] [--Key=value] prints an enrollment token for a host
        sovereignfleet-server person list [--Key=value ...]          prints who may sign in
        sovereignfleet-server person reset NAME [--Key=value ...]    prints a one-time password for a person
        sovereignfleet-server journal verify [--against FILE] [--Key=value ...]
                                                                     checks the audit log from its first entry, and against a sink's copy
        sovereignfleet-server inventory check [FILE] [--Key=value]   asks every load balancer for what is declared; of a FILE, before it is applied
        sovereignfleet-server inventory test-ticket SITE [--Key=value]
                                                                     sends the site's provider a test ticket
        sovereignfleet-server inventory test-alert [--Key=value ...] sends every alert channel a test alert
        sovereignfleet-server --help
        """;

    /// <returns>The exit code of a command; null: none was given, the server is to run.</returns>
    public static async Task<int?> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["token", var host, .. var rest] when !host.StartsWith('-'):
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => TokenCommand.RunAsync(host, services, cancellationToken));
            case ["person", "list", .. var rest]:
                return await OfflineServer.RunAsync(rest, PersonCommand.ListAsync);
            case ["person", "reset", var name, .. var rest] when !name.StartsWith('-'):
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => PersonCommand.ResetAsync(name, services, cancellationToken));
            case ["journal", "verify", "--against", var copy, .. var rest]:
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => JournalCommand.RunAsync(copy, services, cancellationToken));
            case ["journal", "verify", .. var rest]:
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => JournalCommand.RunAsync(against: null, services, cancellationToken));
            case ["inventory", "check", var file, .. var rest] when !file.StartsWith('-'):
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => InventoryCommand.CheckAsync(file, services, cancellationToken));
            case ["inventory", "check", .. var rest]:
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => InventoryCommand.CheckAsync(null, services, cancellationToken));
            case ["inventory", "test-ticket", var site, .. var rest] when !site.StartsWith('-'):
                return await OfflineServer.RunAsync(rest, (services, cancellationToken) => InventoryCommand.TestTicketAsync(site, services, cancellationToken));
            case ["inventory", "test-alert", .. var rest]:
                return await OfflineServer.RunAsync(rest, InventoryCommand.TestAlertAsync);
            case ["--help" or "-h" or "help", ..]:
                Console.WriteLine(Usage);
                return 0;
            case [var first, ..] when !first.StartsWith('-'):
                await Console.Error.WriteLineAsync($"There is no command \"{first}\".\n{Usage}");
                return 64;
            default:
                return null;
        }
    }
}
