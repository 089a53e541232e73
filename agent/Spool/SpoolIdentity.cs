using System.Globalization;
using System.Text;

namespace SovereignFleet.Agent.Spool;

/// <summary>The name of this life of the spool, and a sequence that it had reached. A folder that was emptied gets a new name,
/// because its sequences begin anew; while the name lives, no sequence is given twice, whatever became of the segments.</summary>
internal sealed record SpoolIdentity(string Id, ulong Reached)
{
    private const string FileName = "id";

    // Two lines: 4f0c..., 1024
    public static SpoolIdentity ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            && File.ReadAllLines(path) is [var id, var reached, ..]
            && Guid.TryParse(id, out var known)
            && ulong.TryParse(reached, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new SpoolIdentity(known.ToString(), sequence)
                : new SpoolIdentity(Guid.NewGuid().ToString(), 0);
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var next = path + ".new";
        using (var file = new FileStream(next, FileMode.Create))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id}\n{Reached}\n")));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
