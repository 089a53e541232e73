using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.CommandLine;

/// <summary>What <c>token HOST</c> takes beside the server's own settings.</summary>
internal sealed class TokenOptions : IServerOptions
{
    /// <summary>How long the token is good for.</summary>
    public int Minutes { get; set; } = 60;

    public IEnumerable<string> Faults()
    {
        if (Minutes < 1)
        {
            yield return $"--minutes is {Minutes}; it must be 1 or more.";
        }
    }
}
