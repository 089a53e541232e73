using System.Globalization;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink.Identity;

namespace SovereignFleet.Agent.Commands.Actions.Logs;

/// <summary>What the agent may say of itself in a bundle that leaves the Host: no settings, no secrets.</summary>
internal sealed class AgentState(UplinkOptions uplink, MessageSpool spool, CommandOptions options, CommandLog log)
{
    public string HostName => FileName(uplink.HostName, "");

    /// <summary>A Host's name as a part of a file's name.</summary>
    public static string FileName(string host, string otherwise) => host.Length == 0
        ? otherwise
        : string.Concat(host.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '-'));

    public string Told(DateTimeOffset now) => string.Join('\n', Lines(now)) + "\n";

    private IEnumerable<string> Lines(DateTimeOffset now)
    {
        yield return $"host {uplink.HostName}";
        yield return $"agent {uplink.AgentVersion}";
        yield return $"now {now:u}";
        yield return $"boot {options.Boot.BootId}, booted at {(options.Boot.BootedAt is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "unknown")}";
        yield return $"spool: {spool.Waiting} messages wait; the last is number {spool.Last}";
        yield return $"allowed commands: {string.Join(", ", options.Allow.Order(StringComparer.Ordinal))}";
        yield return $"allowed units: {string.Join(", ", options.Units.Order(StringComparer.Ordinal))}";
        foreach (var begun in log.Unfinished)
        {
            yield return $"unfinished command {begun.Name} {begun.Id}, begun {begun.At:u}";
        }
    }
}
