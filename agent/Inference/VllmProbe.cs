using System.Net;
using System.Text;

namespace SovereignFleet.Agent.Inference;

/// <summary>vLLM: what its engines run and what waits, summed over engines and models.</summary>
internal sealed class VllmProbe(InferenceTarget target, HttpClient http, TimeProvider time) : IInferenceProbe
{
    public const string Kind = "vllm";

    private const string Running = "vllm:num_requests_running";
    private const string Waiting = "vllm:num_requests_waiting";
    private const int LargestPage = 4 << 20;
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(800);

    public string Name => target.Name;

    string IInferenceProbe.Kind => Kind;

    public Uri Endpoint => target.Endpoint;

    public async Task<InferenceLoad> ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await http.GetAsync(Metrics(), HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return InferenceLoad.Unknown($"/metrics answers {(int)response.StatusCode}");
            }

            return await PageAsync(response, either.Token) is { } page
                ? Load(page)
                : InferenceLoad.Unknown($"/metrics is larger than {LargestPage} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return InferenceLoad.Unknown($"no answer within {TimeOut.TotalMilliseconds} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return InferenceLoad.Unknown(exception.Message);
        }
    }

    internal static InferenceLoad Load(string page)
    {
        var (running, waiting) = (PrometheusText.Sum(page, Running), PrometheusText.Sum(page, Waiting));
        var missing = running is null ? Running : waiting is null ? Waiting : null;
        return new InferenceLoad(running, waiting, missing is null ? "" : $"/metrics has no readable {missing}");
    }

    private Uri Metrics() =>
        target.Endpoint.AbsolutePath.EndsWith("/metrics", StringComparison.Ordinal) ? target.Endpoint : new Uri(target.Endpoint, "/metrics");

    /// <summary>Null where it is too large.</summary>
    private static async Task<string?> PageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var page = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            page.Write(buffer, 0, read);
            if (page.Length > LargestPage)
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length);
    }
}
