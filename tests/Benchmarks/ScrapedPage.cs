namespace SovereignFleet.Benchmarks;

/// <summary>A metrics page that is asked for once a second, as Prometheus would.</summary>
internal sealed class ScrapedPage(string url, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(5) };

    public int Scrapes { get; private set; }

    public int Failures { get; private set; }

    public int Samples { get; private set; }

    public async Task ScrapeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await ScrapeOnceAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => client.Dispose();

    private async Task ScrapeOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.GetStringAsync(url, cancellationToken);
            Samples = page.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
            Scrapes++;
        }
        catch (HttpRequestException)
        {
            Failures++;
        }
    }
}
