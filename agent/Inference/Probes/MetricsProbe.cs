using System.Net;

namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Reads a server's own metrics: what it runs, what waits, what it has generated, summed over its engines and models.</summary>
internal sealed class MetricsProbe(InferenceTarget target, HttpClient http, TimeProvider time) : IInferenceProbe
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(800);

    private readonly MetricsPage page = new(target.Kind);
    private readonly TokenRate rate = new(time);
    private readonly Uri metrics = target.Endpoint.AbsolutePath.EndsWith("/metrics", StringComparison.Ordinal)
        ? target.Endpoint
        : new Uri(target.Endpoint, "/metrics");

    public string Name => target.Name;

    public string Kind => target.Kind.Name;

    public Uri Endpoint => target.Endpoint;

    public async Task<InferenceLoad> ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await AskAsync(either.Token) is { } reason ? Unknown(reason) : Load();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown($"no answer within {TimeOut.TotalMilliseconds} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Unknown(exception.Message);
        }
    }

    /// <summary>Null where the page was read; else why not.</summary>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(metrics, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return $"/metrics answers {(int)response.StatusCode}";
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await page.ReadAsync(stream, cancellationToken) ? null : $"/metrics is larger than {MetricsPage.LargestPage} bytes";
    }

    private InferenceLoad Load()
    {
        var missing = page.Missing;
        return new(page.InFlight, page.Queued, rate.Next(page.Tokens), missing.Length == 0 ? "" : $"/metrics has no readable {missing}");
    }

    private InferenceLoad Unknown(string reason)
    {
        rate.Next(null);
        return InferenceLoad.Unknown(reason);
    }
}
