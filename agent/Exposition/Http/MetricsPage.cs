using SovereignFleet.Agent.Exposition.Ipmi;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>All that can be scraped, at one instant.</summary>
/// <param name="parts">Of this Host's own page, in its order.</param>
internal sealed class MetricsPage(Observed observed, IMetricsPart[] parts, IpmiTargets targets)
{
    /// <param name="target">The Host whose BMC is asked for; null: all of this Host.</param>
    /// <returns>False where there is no such target.</returns>
    public bool Write(PageWriter page, string? target)
    {
        page.Clear();
        lock (observed.Gate)
        {
            if (target is not null)
            {
                return targets.Write(page, target);
            }

            foreach (var part in parts)
            {
                part.Write(page);
            }
        }

        return true;
    }
}
