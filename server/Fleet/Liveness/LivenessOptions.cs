using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>How long nothing may be heard of a Host, in section <c>Health</c>: for the alert, the N+k guard, the drain, the risk, the commands' way
/// and the page alike.</summary>
internal sealed class LivenessOptions : IServerOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <summary><c>Health:Late</c>: from then on a Host is late. Agents are heard each second.</summary>
    public TimeSpan Late { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary><c>Health:Silence</c>: from then on a Host is silent.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<string> Faults()
    {
        if (Silence < Shortest)
        {
            yield return "Health:Silence must be at least ten seconds.";
        }

        // Against an unfit silence there is nothing to measure by.
        if (Late < TimeSpan.FromSeconds(2) || (Silence >= Shortest && Late > Silence))
        {
            yield return "Health:Late must be two seconds to Health:Silence.";
        }
    }

    /// <summary>By the age alone. Who judges a Host asks <see cref="LivenessAt"/>, which knows since when anybody could be heard.</summary>
    /// <param name="heardAt">When the last live Frame came, by the server's clock; null: none ever did.</param>
    public Liveness Of(DateTimeOffset? heardAt, DateTimeOffset now) => heardAt switch
    {
        null => Liveness.NeverHeard,
        { } at when now - at >= Silence => Liveness.Silent,
        { } at when now - at >= Late => Liveness.Late,
        _ => Liveness.Live,
    };

    /// <summary>The same for a query: whoever was heard last by then is silent now.</summary>
    public DateTimeOffset SilentBy(DateTimeOffset now) => now - Silence;
}
