using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Link;

/// <summary>Section <c>Link</c>.</summary>
internal sealed class LinkOptions : IServerOptions
{
    /// <summary>How often an agent reads its GPUs.</summary>
    public TimeSpan GpuPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often an agent reads its BMC, which is slow.</summary>
    public TimeSpan BmcPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an open stream's certificate is looked up among the revoked.</summary>
    public TimeSpan RevocationPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream may take to say Hello.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open stream may say nothing; then it is ended, and the agent connects again. Agents send a Frame each <see cref="GpuPeriod"/>.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<string> Faults()
    {
        (string Key, TimeSpan Value)[] all =
            [(nameof(GpuPeriod), GpuPeriod), (nameof(BmcPeriod), BmcPeriod), (nameof(RevocationPeriod), RevocationPeriod), (nameof(HelloTimeout), HelloTimeout)];
        var faults = all.Where(item => item.Value <= TimeSpan.Zero).Select(item => $"Link:{item.Key} must be more than zero.");
        var least = GpuPeriod * 3;
        return SilenceTimeout < least || SilenceTimeout > TimeSpan.FromDays(1)
            ? faults.Append($"Link:SilenceTimeout must be at least three times Link:GpuPeriod ({least}), and a day at most.")
            : faults;
    }
}
