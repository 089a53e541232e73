using System.Globalization;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>A file for each checkpoint in the data folder, never written twice. It is the server's own: against who holds the database, not
/// against who holds the server.</summary>
internal sealed class FolderSink(DataFolder folder) : IJournalSink
{
    public string Name => "folder";

    public string Folder => folder.At("journal-checkpoints");

    public Task TakeAsync(JournalCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, FileOf(checkpoint.Number));
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, checkpoint.Line);
        }
        else if (JournalCheckpoint.Parse(File.ReadAllText(path)) is not { } there || there.Message.AsSpan().SequenceEqual(checkpoint.Message) is false)
        {
            throw new IOException($"{path} has another checkpoint of that number");
        }

        return Task.CompletedTask;
    }

    /// <returns>All in the order of their names; those of versions before are named by their hour and come behind. A file that is none has none.</returns>
    public IEnumerable<(string File, JournalCheckpoint? Checkpoint)> Read() => Files()
        .Select(path => (Path.GetFileName(path), JournalCheckpoint.Parse(File.ReadAllText(path))));

    /// <returns>The numbers up to <paramref name="number"/> of which there is no file.</returns>
    public IReadOnlyList<long> Missing(long number)
    {
        var there = Files().Select(Path.GetFileName).ToHashSet();
        var missing = new List<long>();
        for (var one = 1L; one <= number; one++)
        {
            if (!there.Contains(FileOf(one)))
            {
                missing.Add(one);
            }
        }

        return missing;
    }

    private string[] Files() => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal)] : [];

    private static string FileOf(long number) => number.ToString("D10", CultureInfo.InvariantCulture) + ".json";
}
