using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>Section <c>Journal</c>: where the checkpoints go beside the data folder, so that the server cannot take them back.</summary>
internal sealed class JournalOptions : IServerOptions
{
    /// <summary>A unix socket whose receiver appends each line to a file of another user and answers "ok"; empty: none.</summary>
    public string Socket { get; set; } = "";

    /// <summary>"host" or "host:port" of a syslog that takes TLS (RFC 5425; 6514 where no port is named); empty: none.</summary>
    public string Syslog { get; set; } = "";

    /// <summary>A PEM file with the CA of that syslog; empty: the machine's own.</summary>
    public string SyslogCa { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (Socket.Length > 0 && !Path.IsPathRooted(Socket))
        {
            yield return $"Journal:Socket is {Socket}; it must be an absolute path.";
        }

        if (Syslog.Length > 0 && (!Uri.TryCreate("syslog://" + Syslog, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.PathAndQuery.Length > 1))
        {
            yield return $"Journal:Syslog is {Syslog}; it must be a host, or host:port.";
        }

        if (SyslogCa.Length > 0 && !File.Exists(SyslogCa))
        {
            yield return $"Journal:SyslogCa is {SyslogCa}, which is no file.";
        }
    }
}
