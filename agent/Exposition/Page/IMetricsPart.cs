namespace SovereignFleet.Agent.Exposition.Page;

/// <summary>One part of the page. Written while the gate of what was observed is held.</summary>
internal interface IMetricsPart
{
    void Write(PageWriter page);
}
