namespace SovereignFleet.Agent.Exposition;

/// <summary>All that /metrics shows, at one instant.</summary>
internal sealed class MetricsPage(Observed observed, GpuPart gpus, IpmiPart bmc, InferencePart inference, AgentPart agent)
{
    private readonly IMetricsPart[] parts = [gpus, bmc, inference, agent];

    public void Write(PageWriter page)
    {
        page.Clear();
        lock (observed.Gate)
        {
            foreach (var part in parts)
            {
                part.Write(page);
            }
        }
    }
}
