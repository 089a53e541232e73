using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition;

/// <summary>The inference servers of this Host as the agent sees them. What is unknown is absent, never zero.</summary>
internal sealed class InferencePart(Observed observed) : IMetricsPart
{
    public void Write(PageWriter page)
    {
        var servers = observed.Frame?.Inference.Select(server => (server, Labels: LabelSet.Of(("name", server.Name), ("kind", server.Kind)))).ToList() ?? [];
        Write("sovereignfleet_inference_up", "1 where the inference server tells its load.", server => server.HasInFlight ? 1 : 0);
        Write("sovereignfleet_inference_requests_in_flight", "Requests that are being answered.", server => server.HasInFlight ? server.InFlight : null);
        Write("sovereignfleet_inference_requests_queued", "Requests that wait.", server => server.HasQueued ? server.Queued : null);
        Write("sovereignfleet_inference_tokens_per_second", "Tokens generated.", server => server.HasTokensPerSecond ? server.TokensPerSecond : null);

        void Write(string name, string help, Func<InferenceReading, double?> read)
        {
            page.Family(name, MetricType.Gauge, help);
            foreach (var (server, labels) in servers)
            {
                if (read(server) is { } value)
                {
                    page.Sample(labels, value);
                }
            }
        }
    }
}
