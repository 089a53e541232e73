using System.Globalization;

namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>What a data folder's <c>postmaster.pid</c> says of the Postgres that runs on it. Raw text, a field a line:
/// <code>
/// 4711
/// /srv/fleet/postgres/data
/// 1793477000
/// 35127
///
/// 127.0.0.1
///    131075         5
/// ready
/// </code>
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port)
{
    /// <returns>Null where no Postgres runs on this data folder. A file left by a dead one names a process that is gone, or,
    /// after a reboot, somebody else's.</returns>
    public static PostmasterFile? ReadLive(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "postmaster.pid");
        if (!File.Exists(path))
        {
            return null;
        }

        var lines = File.ReadAllLines(path);
        return lines.Length >= 4
            && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && IsPostgresOn(processId, dataFolder)
            ? new PostmasterFile(processId, port)
            : null;
    }

    // postgres runs with its data folder as the working directory; the command line names it as -D.
    private static bool IsPostgresOn(int processId, string dataFolder)
    {
        try
        {
            var arguments = File.ReadAllText($"/proc/{processId}/cmdline").Split('\0');
            return Path.GetFileName(arguments[0]) is "postgres" or "postmaster" && arguments.Contains(dataFolder);
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
