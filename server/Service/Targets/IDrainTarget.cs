using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets;

/// <summary>Whoever sends the Hosts of a Pool their requests. Every verb is idempotent, has its own time-out and reports an
/// outside failure as a value; only a bug throws. Looking, telling and looking again together end within the 10 seconds for which a
/// worker holds a Drain.</summary>
internal interface IDrainTarget
{
    /// <summary>As a Pool names it: "haproxy".</summary>
    string Name { get; }

    /// <summary>What is unfit in the settings that a Pool declares for it.</summary>
    IEnumerable<SettingsFault> Judge(JsonElement settings);

    /// <summary>What each endpoint says of the server now.</summary>
    Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken);

    /// <summary>No new requests; those in flight go on. Null: done on every endpoint; else why not, for a person.</summary>
    Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken);

    /// <summary>After a cordon: not even the clients come any more that an endpoint keeps to this server, except on the endpoints in
    /// <paramref name="leave"/>. Asked when nothing is under way, or past the deadline. A target that keeps no client to a server has nothing to do.</summary>
    Task<string?> CloseAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>New requests again, except on the endpoints in <paramref name="leave"/>, which somebody else had drained.</summary>
    Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken);
}
