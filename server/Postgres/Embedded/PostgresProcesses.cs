using System.Globalization;

namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>What still works on a data folder. The children of a postmaster that was killed end by themselves, but not before what they are at:
/// a second postmaster beside them would destroy the data.</summary>
internal static class PostgresProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="InvalidOperationException">They are still there after ten seconds.</exception>
    public static async Task AreGoneAsync(string dataFolder, CancellationToken cancellationToken)
    {
        for (var left = Patience; On(dataFolder).Count > 0; left -= Pause)
        {
            if (left <= TimeSpan.Zero)
            {
                throw new InvalidOperationException(
                    $"Processes of a Postgres that was killed are still at work on {dataFolder}: {string.Join(", ", On(dataFolder))}. End them (kill), and it is started again.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    // Postgres and its children have the data folder as their working directory.
    private static List<int> On(string dataFolder)
    {
        var found = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && WorksIn(folder) == dataFolder)
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static string? WorksIn(string process)
    {
        try
        {
            return File.ResolveLinkTarget(process + "/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is gone, or another user's.
            return null;
        }
    }
}
