using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>HAProxy by its runtime API; several processes behind one service are several endpoints, and all must confirm.
/// "drain" keeps sessions, health checks and persistent clients; "maint", to which an empty server goes on, keeps none of the clients and
/// checks nothing. Both are lost when HAProxy is reloaded without a server-state-file, which the next observation finds.</summary>
internal sealed class HaProxyTarget(AllowedDestinations destinations) : IDrainTarget
{
    private readonly HaProxySocket socket = new(destinations);

    public string Name => "haproxy";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) =>
        PlugInSettings.Judge<HaProxySettings>(settings, read => read.Faults(destinations));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        if (Settings(server, out var fault) is not { } settings)
        {
            return TargetReading.Unknown(fault);
        }

        return new TargetReading(await Task.WhenAll(
            settings.Endpoints.Select(endpoint => ReadAsync(endpoint, settings.Backend, server.Name, cancellationToken))));
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) =>
        SetAsync(server, "drain", reading => reading.State == EndpointState.Taking, cancellationToken);

    public Task<string?> CloseAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        SetAsync(server, "maint", reading => reading.KeepsClients && !leave.Contains(reading.Endpoint), cancellationToken);

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        SetAsync(server, "ready",
            reading => reading.State == EndpointState.Drained && !leave.Contains(reading.Endpoint), cancellationToken);

    /// <returns>Null: no command goes out; <paramref name="fault"/> names what to correct.</returns>
    private static HaProxySettings? Settings(TargetServer server, out string fault)
    {
        var reading = PlugInSettings.Read<HaProxySettings>(server.Settings);
        fault = HaProxySettings.IsName(server.Name) ? reading.Sentence("targetSettings") : $"'{server.Name}' is no HAProxy server name";
        return fault.Length == 0 ? reading.Settings : null;
    }

    private async Task<string?> SetAsync(
        TargetServer server, string state, Func<EndpointReading, bool> needed, CancellationToken cancellationToken)
    {
        if (Settings(server, out var fault) is not { } settings)
        {
            return fault;
        }

        var before = await ObserveAsync(server, cancellationToken);
        var faults = await Task.WhenAll(before.Endpoints.Where(needed).Select(reading =>
            CommandAsync(reading.Endpoint, $"set server {settings.Backend}/{server.Name} state {state}", cancellationToken)));
        var unknown = before.Endpoints.Where(reading => reading.State is EndpointState.Unreachable or EndpointState.Missing)
            .Select(reading => $"{reading.Endpoint}: {reading.Text}");
        var all = string.Join("; ", faults.OfType<string>().Concat(unknown));
        return all.Length == 0 ? null : all;
    }

    private async Task<string?> CommandAsync(string endpoint, string command, CancellationToken cancellationToken)
    {
        // Success is an empty answer; the text is the only sign of an error: "No such server."
        var answer = await socket.AskAsync(endpoint, command, cancellationToken);
        var text = answer.Fault ?? answer.Text.Trim();
        return text.Length == 0 ? null : $"{endpoint}: {text}";
    }

    private async Task<EndpointReading> ReadAsync(
        string endpoint, string backend, string server, CancellationToken cancellationToken)
    {
        var state = await socket.AskAsync(endpoint, $"show servers state {backend}", cancellationToken);
        if (state.Fault is not null)
        {
            return new EndpointReading(endpoint, EndpointState.Unreachable, 0, state.Fault) { Server = $"{backend}/{server}" };
        }

        if (HaProxyParser.State(state.Text, backend, server) is not { } row)
        {
            return NotThere(endpoint, backend, server, state.Text);
        }

        var statistics = await socket.AskAsync(endpoint, "show stat", cancellationToken);
        if (HaProxyParser.Stat(statistics.Text, backend, server) is not { } stat)
        {
            return new EndpointReading(endpoint, EndpointState.Unreachable, 0, statistics.Fault ?? "show stat cannot be read") { Server = $"{backend}/{server}" };
        }

        var down = row.Down(stat);
        return new EndpointReading(
            endpoint, row.IsTaking ? EndpointState.Taking : EndpointState.Drained, stat.Sessions,
            $"{(row.IsTaking ? down ?? "takes requests" : "takes no new requests")}, {stat.Sessions} sessions")
        {
            Server = $"{backend}/{server}",
            Down = down,
            Unproven = row.Unproven(stat),
            KeepsClients = row.KeepsClients,
            Taken = stat.Total,
        };
    }

    private static EndpointReading NotThere(string endpoint, string backend, string server, string text) =>
        text.Contains("srv_admin_state", StringComparison.Ordinal) || text.Contains("Can't find backend", StringComparison.Ordinal)
            ? new EndpointReading(endpoint, EndpointState.Missing, 0, $"HAProxy has no server {backend}/{server}") { Server = $"{backend}/{server}" }
            : new EndpointReading(endpoint, EndpointState.Unreachable, 0, "show servers state cannot be read") { Server = $"{backend}/{server}" };
}
