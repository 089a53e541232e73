namespace SovereignFleet.Server.CommandLine;

/// <summary>What an operator can do on the server's own machine, without signing in: whoever may read its data folder may.</summary>
internal static class OfflineCommands
{
    private const string Usage = """
        sovereignfleet-server [--Key=value ...]                      runs the server
        sovereignfleet-server token HOST [--minutes N] [--Key=value] prints an enrollment token for a host
        sovereignfleet-server person list [--Key=value ...]          prints who may sign in
        sovereignfleet-server person reset NAME [--Key=value ...]    prints a one-time password for a person
        sovereignfleet-server journal verify [--Key=value ...]       checks the audit log from its first entry
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
            case ["journal", "verify", .. var rest]:
                return await OfflineServer.RunAsync(rest, JournalCommand.RunAsync);
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
