using System.Net;
using System.Text;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts.Channels;

/// <summary>One POST of JSON, with the answer as a value. No redirects: what is told stays with who was configured.</summary>
internal sealed class JsonPost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Patience,
    };

    public async Task<DeliveryOutcome> SendAsync(Uri address, string json, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(address, content, cancellationToken);
            return Judge(answer.StatusCode);
        }
        catch (HttpRequestException error)
        {
            return new DeliveryOutcome.RetryLater($"{address.Authority}: {error.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome.RetryLater($"{address.Authority}: no answer within {Patience.TotalSeconds:0} s");
        }

        DeliveryOutcome Judge(HttpStatusCode status) => (int)status switch
        {
            >= 200 and < 300 => new DeliveryOutcome.Delivered(),
            408 or 429 or >= 500 => new DeliveryOutcome.RetryLater($"{address.Authority} answered {(int)status}"),
            >= 300 and < 400 => new DeliveryOutcome.Rejected($"{address.Authority} answered {(int)status}; redirects are not followed"),
            _ => new DeliveryOutcome.Rejected($"{address.Authority} answered {(int)status}"),
        };
    }

    public void Dispose() => client.Dispose();
}
