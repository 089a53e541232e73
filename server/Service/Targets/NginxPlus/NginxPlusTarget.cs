using System.Globalization;
using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Server.Service.Targets.NginxPlus;

/// <summary>NGINX Plus by its API; several before one Pool are several endpoints, and all must confirm. "drain" keeps the clients that are bound to the
/// server, "down", to which a quiet server goes on, keeps none. Both are lost with a restart without a state file, which the next look finds.</summary>
internal sealed class NginxPlusTarget(AllowedDestinations destinations, SecretFolder secrets) : IDrainTarget, IDisposable
{
    private readonly TargetHttp http = new(destinations, secrets);

    public string Name => "nginx-plus";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => PlugInSettings.Judge<NginxPlusSettings>(
        settings, read => read.Endpoints.SelectMany((endpoint, place) => http.Faults($"endpoints[{place}]", endpoint, read.TokenSecret)));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<NginxPlusSettings>(server.Settings);
        return reading.Settings is { } settings
            ? new TargetReading([.. (await LookAsync(settings, server.Name, cancellationToken)).Select(look => look.Reading)])
            : TargetReading.Unknown(reading.Sentence("targetSettings"));
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) =>
        SetAsync(server, """{"drain":true}""", reading => reading.State == EndpointState.Taking, cancellationToken);

    public Task<string?> CloseAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        SetAsync(server, """{"down":true}""", reading => reading.KeepsClients && !leave.Contains(reading.Endpoint), cancellationToken);

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        SetAsync(server, """{"drain":false,"down":false}""", reading => reading.State == EndpointState.Drained && !leave.Contains(reading.Endpoint), cancellationToken);

    public void Dispose() => http.Dispose();

    private static Uri Address(Uri endpoint, NginxPlusSettings settings, string rest) => new(string.Create(
        CultureInfo.InvariantCulture, $"{endpoint.ToString().TrimEnd('/')}/api/{settings.Version}/http/upstreams/{settings.Upstream}{rest}"));

    private async Task<Look[]> LookAsync(NginxPlusSettings settings, string server, CancellationToken cancellationToken) =>
        await Task.WhenAll(settings.Endpoints.Select(async endpoint => Read(
            endpoint, settings, server, await http.AskAsync(HttpMethod.Get, Address(endpoint, settings, ""), settings.TokenSecret, null, cancellationToken))));

    private static Look Read(Uri endpoint, NginxPlusSettings settings, string server, TargetAnswer answer)
    {
        var peers = answer.Succeeded ? NginxPeer.Parse(answer.Text, server) : null;
        var (state, sessions, text) = (answer, peers) switch
        {
            ({ Status: 404 }, _) => (EndpointState.Missing, 0, $"NGINX has no upstream {settings.Upstream}"),
            ({ Succeeded: false }, _) => (EndpointState.Unreachable, 0, answer.Why),
            (_, null) => (EndpointState.Unreachable, 0, "its answer is no upstream"),
            (_, []) => (EndpointState.Missing, 0, $"NGINX has no server {settings.Upstream}/{server}"),
            (_, [var peer]) => (peer.IsDrained ? EndpointState.Drained : EndpointState.Taking, peer.Active,
                $"{(peer.IsDrained ? "takes no new requests" : peer.Down ?? "takes requests")}, {peer.Active} sessions"),
            (_, { Count: var many }) => (EndpointState.Unreachable, 0, $"{many} servers of {settings.Upstream} are called {server}; name one by its address"),
        };
        var one = state is EndpointState.Drained or EndpointState.Taking ? peers![0] : null;
        return new Look(endpoint, one, new EndpointReading(endpoint.ToString(), state, sessions, text)
        {
            Server = $"{settings.Upstream}/{server}",
            Down = one?.Down,
            KeepsClients = one?.KeepsClients == true,
            Taken = one?.Requests,
        });
    }

    private async Task<string?> SetAsync(TargetServer server, string change, Func<EndpointReading, bool> needed, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<NginxPlusSettings>(server.Settings);
        if (reading.Settings is not { } settings)
        {
            return reading.Sentence("targetSettings");
        }

        var faults = await Task.WhenAll((await LookAsync(settings, server.Name, cancellationToken)).Select(async look =>
        {
            if (look.Peer is not { } peer)
            {
                return $"{look.Endpoint}: {look.Reading.Text}";
            }

            if (!needed(look.Reading))
            {
                return null;
            }

            var place = Address(look.Endpoint, settings, string.Create(CultureInfo.InvariantCulture, $"/servers/{peer.Id}"));
            var answer = await http.AskAsync(HttpMethod.Patch, place, settings.TokenSecret, change, cancellationToken);
            return answer switch
            {
                { Succeeded: true } => null,
                { Status: 405 } => $"{look.Endpoint}: it answered 405: its API takes no changes; say \"api write=on\" there",
                _ => $"{look.Endpoint}: {answer.Why}",
            };
        }));
        var all = string.Join("; ", faults.OfType<string>());
        return all.Length == 0 ? null : all;
    }

    /// <param name="Peer">Null: it cannot be told anything.</param>
    private sealed record Look(Uri Endpoint, NginxPeer? Peer, EndpointReading Reading);
}
