using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Commands.Files;

/// <summary>Decides whether a part of a file is taken. Whatever an agent sends, it is bounded. Pure.</summary>
internal static class PartVerdict
{
    public const int LongestName = 200;
    public const int MostFiles = 8;
    private const long LargestFile = 40 << 20;
    private const int LargestPart = 512 << 10;
    private const int HashBytes = 32;

    /// <summary>Null: take it. Else why not.</summary>
    /// <param name="file">What is known of the file; null: this is the first that is heard of it.</param>
    /// <param name="files">How many files its command has.</param>
    public static string? WhyRefused(Chunk part, CommandFile? file, int files) => part switch
    {
        { Name.Length: 0 or > LongestName } => "its name is empty or too long",
        _ when part.Name.Any(letter => char.IsControl(letter) || letter is '/' or '\\') || part.Name.StartsWith('.') => "its name is no plain file name",
        { Size: 0 or > LargestFile } => $"a file of {part.Size} bytes",
        { Data.Length: 0 or > LargestPart } => $"a part of {part.Data.Length} bytes",
        { Sha256.Length: not HashBytes } => "its hash is no SHA-256",
        _ when part.Offset > part.Size || (ulong)part.Data.Length > part.Size - part.Offset => "it reaches beyond the file's end",
        _ when file is null && files >= MostFiles => $"its command has {files} files already",
        _ when file is not null && (file.Size != (long)part.Size || !file.Sha256.AsSpan().SequenceEqual(part.Sha256.Span)) => "it is of another file of the same name",
        _ => null,
    };
}
