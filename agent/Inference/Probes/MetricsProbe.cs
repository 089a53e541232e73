namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Reads a server's own metrics: what it runs, what waits, what it has generated, summed over its engines and models.</summary>
internal sealed class MetricsProbe(InferenceTarget target, HttpClient http, TimeProvider time) : IInferenceProbe
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(800);

    private readonly MetricsPage page = new(target.Kind);
    private readonly TokenRate rate = new(time);
    private readonly StallClock stall = new(time);
    private readonly Uri metrics = MetricsAddress.Of(target.Endpoint);

    public string Name => target.Name;

    public string Kind => target.Kind.Name;

    public Uri Endpoint => target.Endpoint;

    public async Task<InferenceLoad> ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await PageRequest.ReadAsync(http, metrics, page, either.Token) is { } reason ? Unknown(reason) : Load();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown($"no answer within {TimeOut.TotalMilliseconds} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return Unknown(exception.Message);
        }
    }

    private InferenceLoad Load()
    {
        var missing = page.Missing;
        var error = missing.Length == 0 ? "" : $"{MetricsAddress.Shown(metrics)} has no readable {missing}";
        return new(page.InFlight, page.Queued, rate.Next(page.Tokens), error) { Stalled = stall.Next(page.InFlight, page.Progress) };
    }

    private InferenceLoad Unknown(string reason)
    {
        rate.Next(null);
        return InferenceLoad.Unknown(reason);
    }
}
