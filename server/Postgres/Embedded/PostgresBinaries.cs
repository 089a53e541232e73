namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>Finds the folder of Postgres' own programs: the configured one, else Debian's, else what PATH names.</summary>
internal static class PostgresBinaries
{
    public static string Find(string? configured)
    {
        string[] candidates = string.IsNullOrEmpty(configured) ? [.. Installed(), .. OnPath()] : [configured];
        return candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")))
            ?? throw new InvalidOperationException(
                $"No Postgres programs (initdb, pg_ctl) in {(candidates.Length == 0 ? "PATH" : string.Join(", ", candidates))}. "
                + "Install Postgres 15 or newer, set Database:Binaries to the folder of its programs, or set Database:ConnectionString to a Postgres of your own.");
    }

    // /usr/lib/postgresql/15/bin; the newest version first.
    private static IEnumerable<string> Installed() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
}
