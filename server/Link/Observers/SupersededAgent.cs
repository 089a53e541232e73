using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Observers;

/// <summary>A try to connect or renew with a certificate of the Host that another one took the place of.</summary>
/// <param name="Serial">The certificate's.</param>
/// <param name="Address">Where the try came from.</param>
internal sealed record SupersededAgent(HostIdentity Host, string Serial, string Address, DateTimeOffset At)
{
    public string Sentence => $"A certificate of {Host.Name} that another one took the place of was shown from {Address}, and refused.";
}
