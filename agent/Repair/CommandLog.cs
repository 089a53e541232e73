namespace SovereignFleet.Agent.Repair;

/// <summary>Which commands were begun and which are done, over restarts: a command that comes twice has the effect of once.</summary>
internal sealed class CommandLog
{
    private const int Remembered = 1000;

    private readonly string path;
    private readonly List<(string Id, bool Done)> entries = [];

    public CommandLog(CommandOptions options)
    {
        path = options.LogFile;
        if (File.Exists(path))
        {
            entries.AddRange(File.ReadLines(path).Select(Parse).OfType<(string, bool)>());
        }

        Shorten();
    }

    /// <summary>Null: never seen. False: begun, and the agent ended before it was done. True: done.</summary>
    public bool? State(string id) => entries.Exists(entry => entry.Id == id) ? entries.Contains((id, true)) : null;

    public void Begin(string id) => Add(id, false);

    public void End(string id) => Add(id, true);

    // "begun 0b7e...", "done 0b7e...". A torn last line is no line.
    private static (string, bool)? Parse(string line) => line.Split(' ') switch
    {
        ["begun", { Length: > 0 } id] => (id, false),
        ["done", { Length: > 0 } id] => (id, true),
        _ => null,
    };

    private static string Line((string Id, bool Done) entry) => (entry.Done ? "done " : "begun ") + entry.Id + "\n";

    private void Add(string id, bool done)
    {
        entries.Add((id, done));
        using (var file = new FileStream(path, FileMode.Append))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(Line((id, done))));
            file.Flush(flushToDisk: true);
        }

        Shorten();
    }

    /// <summary>Each command has two lines.</summary>
    private void Shorten()
    {
        if (entries.Count <= 4 * Remembered)
        {
            return;
        }

        entries.RemoveRange(0, entries.Count - (2 * Remembered));
        File.WriteAllText(path + ".new", string.Concat(entries.Select(Line)));
        File.Move(path + ".new", path, overwrite: true);
    }
}
