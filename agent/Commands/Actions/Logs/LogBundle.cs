using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace SovereignFleet.Agent.Commands.Actions.Logs;

/// <summary>A tar.gz of bounded size. What no longer fits is left out, and the last entry says so.</summary>
internal sealed class LogBundle : IAsyncDisposable
{
    /// <summary>Room for what tar and gzip add to a part that does not shrink.</summary>
    private const long Margin = 64 << 10;

    private readonly FileStream file;
    private readonly GZipStream zip;
    private readonly TarWriter tar;
    private readonly long limit;
    private readonly DateTimeOffset now;
    private readonly StringBuilder contents = new();

    public LogBundle(string path, long limit, DateTimeOffset now)
    {
        (this.limit, this.now) = (limit, now);
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        zip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true);
    }

    /// <summary>How many parts are in it.</summary>
    public int Parts { get; private set; }

    public Task AddTextAsync(string name, string text, CancellationToken cancellationToken) =>
        AddAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellationToken);

    public async Task AddFileAsync(string name, string path, CancellationToken cancellationToken) =>
        await AddAsync(name, File.OpenRead(path), cancellationToken);

    public void Note(string name, string why) => contents.Append(name).Append(": ").AppendLine(why);

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("contents.txt", new MemoryStream(Encoding.UTF8.GetBytes(contents.ToString())), cancellationToken);
        await tar.DisposeAsync();
        await zip.DisposeAsync();
        await file.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await tar.DisposeAsync();
        await zip.DisposeAsync();
        await file.DisposeAsync();
    }

    private async Task AddAsync(string name, Stream part, CancellationToken cancellationToken)
    {
        await using (part)
        {
            await zip.FlushAsync(cancellationToken);
            if (file.Length + part.Length + Margin > limit)
            {
                Note(name, $"left out: {part.Length} bytes would not fit");
                return;
            }

            Note(name, $"{part.Length} bytes");
            await WriteAsync(name, part, cancellationToken);
            Parts++;
        }
    }

    private async Task WriteAsync(string name, Stream part, CancellationToken cancellationToken) =>
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = part, ModificationTime = now, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite },
            cancellationToken);
}
