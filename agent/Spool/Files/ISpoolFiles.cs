using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>The folder that the spool lies in. Everything may throw IOException; a test has a disk that is full, that loses what was
/// not synced, or that cannot be read.</summary>
internal interface ISpoolFiles
{
    /// <summary>The names of a lane's segments, oldest first.</summary>
    IReadOnlyList<string> Segments(SpoolLane lane);

    /// <summary>For reading and appending; a new one is empty.</summary>
    Stream Open(string name);

    /// <summary>What was written is on disk when this returns.</summary>
    void Sync(Stream stream);

    void Delete(string name);

    /// <summary>Out of the way and kept for a person: it is no segment any more.</summary>
    void SetAside(string name);

    /// <summary>Null where there is none.</summary>
    string? Text(string name);

    /// <summary>The old text or the new one is there after a crash; a power cut may leave neither.</summary>
    void Replace(string name, string text);

    /// <summary>In place and on disk when this returns: where the length is as before, a full disk takes it, too.</summary>
    void Overwrite(string name, string text);
}
