using System.Globalization;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>The sinks that are configured, and how far each is: a file of one number for each, written when the sink has taken it. So what is owed
/// to a sink that was out of reach is known after a restart too.</summary>
internal sealed class JournalSinks(DataFolder folder, FolderSink own, JournalOptions options)
{
    public FolderSink Own => own;

    public IReadOnlyList<IJournalSink> All { get; } =
    [
        own,
        .. options.Socket.Length > 0 ? [new SocketSink(options.Socket)] : Array.Empty<IJournalSink>(),
        .. options.Syslog.Length > 0 ? [new SyslogSink(options)] : Array.Empty<IJournalSink>(),
    ];

    /// <summary>Whether any of them is out of the server's own reach.</summary>
    public bool HasForeign => All.Count > 1;

    /// <summary>The last that any of them has.</summary>
    public long MostTaken => All.Max(Taken);

    private string Folder => folder.At("journal-sinks");

    /// <returns>The last that the sink has; 0: none.</returns>
    public long Taken(IJournalSink sink)
    {
        var path = Path.Combine(Folder, sink.Name);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    public void Take(IJournalSink sink, long number)
    {
        Directory.CreateDirectory(Folder);
        PrivateFile.Write(Path.Combine(Folder, sink.Name), number.ToString(CultureInfo.InvariantCulture));
    }
}
