using SovereignFleet.Simulator.Plan;

namespace SovereignFleet.Simulator.Inference;

/// <summary>People who ask: a few for each Host of a Pool, each with one request at a time through the load balancer.</summary>
internal sealed class SteadyLoad(FleetPlan plan, TimeProvider time)
{
    private const int AskersPerHost = 3;
    private int failed;
    private int answered;

    /// <summary>Requests that were not answered with a 200.</summary>
    public int Failed => Volatile.Read(ref failed);

    public int Answered => Volatile.Read(ref answered);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        var askers =
            from site in plan.Sites
            from asker in Enumerable.Range(0, site.Hosts.Count * AskersPerHost)
            select AskAsync(client, new Uri($"http://127.0.0.1:{site.BalancerPort}/v1/completions"), cancellationToken);
        await Task.WhenAll(askers);
    }

    private async Task AskAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.PostAsync(address, null, cancellationToken);
                answer.EnsureSuccessStatusCode();
                Interlocked.Increment(ref answered);
                await Task.Delay(TimeSpan.FromSeconds(2 * Random.Shared.NextDouble()), time, cancellationToken);
            }
            catch (HttpRequestException fault)
            {
                Interlocked.Increment(ref failed);
                Console.Error.WriteLine($"{address}: {fault.Message}");
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
    }
}
