using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Server.Service.Targets.Webhook;

/// <summary>Whatever else sends a Pool its requests, by two calls: GET url?server=s1 tells {"state": "taking", "sessions": 3}, POST url takes
/// {"server": "s1", "do": "cordon"}. What is told is believed only where it is told in full.</summary>
internal sealed class WebhookTarget(AllowedDestinations destinations, SecretFolder secrets) : IDrainTarget, IDisposable
{
    private readonly TargetHttp http = new(destinations, secrets);

    public string Name => "webhook";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) =>
        PlugInSettings.Judge<WebhookTargetSettings>(settings, read => http.Faults("url", read.Url, read.TokenSecret));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<WebhookTargetSettings>(server.Settings);
        if (reading.Settings is not { } settings)
        {
            return TargetReading.Unknown(reading.Sentence("targetSettings"));
        }

        var address = new Uri($"{settings.Url}{(settings.Url.Query.Length == 0 ? "?" : "&")}server={Uri.EscapeDataString(server.Name)}");
        var answer = await http.AskAsync(HttpMethod.Get, address, settings.TokenSecret, null, cancellationToken);
        return new TargetReading([Read(settings, server, answer)]);
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) => TellAsync(server, "cordon", cancellationToken);

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        PlugInSettings.Read<WebhookTargetSettings>(server.Settings).Settings is { } settings && leave.Contains(Endpoint(settings))
            ? Task.FromResult<string?>(null)
            : TellAsync(server, "uncordon", cancellationToken);

    public void Dispose() => http.Dispose();

    private static string Endpoint(WebhookTargetSettings settings) => $"webhook:{settings.Url.Authority}";

    private static EndpointReading Read(WebhookTargetSettings settings, TargetServer server, TargetAnswer answer)
    {
        var (state, text) = answer switch
        {
            { Status: 404 } => (EndpointState.Missing, $"it knows no {server.Name}"),
            { Succeeded: false } => (EndpointState.Unreachable, answer.Why),
            _ => (EndpointState.Unreachable, "its answer must be {\"state\": \"taking\" or \"drained\", \"sessions\": a number}"),
        };
        if (!answer.Succeeded || WebhookWord.Parse(answer.Text) is not { Sessions: { } sessions } word)
        {
            return new EndpointReading(Endpoint(settings), state, 0, text) { Server = server.Name };
        }

        var drained = word.State == "drained";
        var what = word.Theirs ?? word.Down ?? (drained ? "takes no new requests" : "takes requests");
        return new EndpointReading(Endpoint(settings), drained ? EndpointState.Drained : EndpointState.Taking, sessions, $"{what}, {sessions} sessions")
        {
            Server = server.Name,
            Down = drained ? null : word.Down,
            Theirs = drained ? word.Theirs : null,
            Taken = word.Requests,
        };
    }

    private async Task<string?> TellAsync(TargetServer server, string what, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<WebhookTargetSettings>(server.Settings);
        if (reading.Settings is not { } settings)
        {
            return reading.Sentence("targetSettings");
        }

        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["server"] = server.Name, ["do"] = what });
        var answer = await http.AskAsync(HttpMethod.Post, settings.Url, settings.TokenSecret, body, cancellationToken);
        return answer.Succeeded ? null : $"{Endpoint(settings)}: {answer.Why}";
    }
}
