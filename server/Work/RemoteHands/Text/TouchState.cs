namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>What is known of the Host at the time of writing that who touches it must know. What nobody saw is not told as seen.</summary>
/// <param name="QuietAt">When the Host itself last said that nothing is in flight and nothing queued; null: it does not say so.</param>
/// <param name="HeardAt">When the Host was last heard, lately enough to be known to be on; null: it is silent.</param>
/// <param name="LightLit">The Host's controller said that the locator light is on.</param>
internal sealed record TouchState(DateTimeOffset? QuietAt, DateTimeOffset? HeardAt, bool LightLit);
