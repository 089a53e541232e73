namespace SovereignFleet.Server.Ingest.Files;

/// <summary>A part of a file, as it came.</summary>
internal sealed class CommandFilePart
{
    public required Guid HostId { get; init; }
    public required Guid CommandId { get; init; }
    public required string Name { get; init; }
    /// <summary>Of its first byte in the file.</summary>
    public required long Offset { get; init; }
    public required byte[] Data { get; init; }
}
