using System.Globalization;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>The name of this spool since its folder was last empty, and how far its sequences may have been given. A folder that was emptied gets a
/// new name, because its sequences begin anew; while the name stays, no sequence is given twice, whatever became of the segments.</summary>
internal sealed class SpoolIdentity
{
    /// <summary>Sequences are taken from the disk in blocks, so that giving one costs no write. An opening begins behind its
    /// block: what was given of it last may be gone with a segment though the server has it.</summary>
    private const ulong Block = 1024;

    private const string File = "id";

    private readonly ISpoolFiles files;

    private SpoolIdentity(ISpoolFiles files, string id, ulong reached)
    {
        this.files = files;
        Id = id;
        Reached = reached;
    }

    public string Id { get; }

    /// <summary>No sequence above it was ever given.</summary>
    public ulong Reached { get; private set; }

    // One line: 4f0c2a5e-... 00000000000000001024 9a3bc2f0
    public static SpoolIdentity ReadOrCreate(ISpoolFiles files) =>
        ChecksummedLine.Read((files.Text(File) ?? "").TrimEnd('\n'))?.Split(' ') is [var id, var reached]
            && Guid.TryParse(id, out var known)
            && ulong.TryParse(reached, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new SpoolIdentity(files, known.ToString(), sequence)
                : new SpoolIdentity(files, Guid.NewGuid().ToString(), 0);

    /// <summary>To be called before a sequence is given. A disk that refuses is asked again at the next one.</summary>
    public void Reserve(ulong sequence)
    {
        if (sequence <= Reached)
        {
            return;
        }

        try
        {
            Write(sequence + Block - 1);
            Reached = sequence + Block - 1;
        }
        catch (IOException)
        {
            // Giving goes on: a Host whose disk is broken must still be able to send, and its segments still tell what was given.
        }
    }

    /// <summary>In place and always of one length: a full disk takes it, and a power cut leaves the old line or the new one.</summary>
    private void Write(ulong reached) =>
        files.Overwrite(File, ChecksummedLine.Of(string.Create(CultureInfo.InvariantCulture, $"{Id} {reached:D20}")) + "\n");
}
