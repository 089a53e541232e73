using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

/// <summary>Tickets to any system that takes JSON: POST url with Idempotency-Key = our reference; where the Site gives a
/// "find" address, GET find?reference=... is asked first, so that a create whose answer was lost makes no second ticket.</summary>
internal sealed class WebhookTickets(AllowedDestinations destinations, SecretFolder secrets) : ITicketProvider, IDisposable
{
    private const int AnswerLimit = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient client = DestinationClient.Create(destinations.Tickets, Patience, AnswerLimit);

    public string Name => "webhook";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) =>
        PlugInSettings.Judge<WebhookSettings>(settings, read => read.Faults(destinations, secrets));

    public async Task<string?> FindAsync(TicketJob job, CancellationToken cancellationToken)
    {
        if (PlugInSettings.Read<WebhookSettings>(job.Settings).Settings is not { Find: { } find } settings)
        {
            return null;
        }

        var address = $"{find}{(find.Query.Length == 0 ? "?" : "&")}reference={Uri.EscapeDataString(job.Reference)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await SendAsync(settings, request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return IdIn(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public Task<TicketReceipt> CreateAsync(TicketJob job, CancellationToken cancellationToken) =>
        PostAsync(job, job.Reference, new { reference = job.Reference, subject = job.Subject, body = job.Body }, cancellationToken);

    public Task<TicketReceipt> UpdateAsync(TicketJob job, string? externalId, TicketNote note, CancellationToken cancellationToken) =>
        // Each note has a key of its own: a second one under the first's would be taken for the first.
        PostAsync(job, $"{job.Reference}/{note.Key}", new { reference = job.Reference, id = externalId ?? job.Reference, note = note.Text }, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<TicketReceipt> PostAsync(TicketJob job, string key, object payload, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<WebhookSettings>(job.Settings);
        if (reading.Settings is not { } settings)
        {
            return new TicketReceipt(new DeliveryOutcome.Rejected($"the site's {reading.Sentence("ticketSettings")}"), null);
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
            {
                Content = new StringContent(JsonSerializer.Serialize(payload), Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await SendAsync(settings, request, cancellationToken);
            var said = $"{settings.Url.Authority} answered {(int)answer.StatusCode}";
            return (int)answer.StatusCode switch
            {
                >= 200 and < 300 => new TicketReceipt(
                    new DeliveryOutcome.Delivered(), IdIn(await answer.Content.ReadAsStringAsync(cancellationToken)) ?? job.Reference),
                429 => new TicketReceipt(new DeliveryOutcome.RetryLater(said), null),
                // A system that failed may have done so after it took the ticket.
                408 or >= 500 => new TicketReceipt(new DeliveryOutcome.RetryLater(said), null) { MayBeOut = true },
                _ => new TicketReceipt(new DeliveryOutcome.Rejected(said), null),
            };
        }
        catch (IOException error)
        {
            return new TicketReceipt(new DeliveryOutcome.RetryLater(error.Message), null) { MayBeOut = error.InnerException is HttpRequestException lost && MayHaveLeft(lost) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TicketReceipt(new DeliveryOutcome.RetryLater($"{settings.Url.Authority}: no answer within {Patience.TotalSeconds:0} s"), null) { MayBeOut = true };
        }
    }

    /// <summary>Where no connection stood, nothing was sent.</summary>
    private static bool MayHaveLeft(HttpRequestException error) => error.HttpRequestError
        is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);

    /// <exception cref="IOException">It could not be sent; the message is for a person, and tells nothing of what else runs there.</exception>
    private async Task<HttpResponseMessage> SendAsync(WebhookSettings settings, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.TokenSecret is { } name)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", secrets.Read(name) ?? throw new IOException($"{SecretFolder.CannotBeRead(name)}; the server's log says why"));
        }

        var place = request.RequestUri!.Authority;
        try
        {
            var answer = await client.SendAsync(request, cancellationToken);
            destinations.Note(place, null);
            return answer;
        }
        catch (HttpRequestException error)
        {
            destinations.Note(place, error.InnerException?.Message ?? error.Message);
            throw new IOException($"{place} {AllowedDestinations.CannotBeReached}", error);
        }
    }

    /// <summary>{"id": "T-1"} or {"id": 17}; anything else has no id.</summary>
    private static string? IdIn(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id)
                ? id.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
