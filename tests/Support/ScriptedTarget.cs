using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Tests.Support;

/// <summary>A drain target of one endpoint in memory, that tells of every effect and can be away.</summary>
internal sealed class ScriptedTarget : IDrainTarget
{
    private readonly HashSet<string> drained = [];

    public string Name => "scripted";
    public int Sessions { get; set; }
    public string? Away { get; set; }
    public bool Missing { get; set; }
    public List<string> Effects { get; } = [];

    /// <summary>Called before and after each effect: a test dies here.</summary>
    public Action<string> Boundary { get; set; } = _ => { };

    public bool IsDrained(string server) => drained.Contains(server);

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => [];

    /// <summary>Somebody else's hand.</summary>
    public void Set(string server, bool drain)
    {
        if (drain)
        {
            drained.Add(server);
        }
        else
        {
            drained.Remove(server);
        }
    }

    public Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        var state = Away is not null ? EndpointState.Unreachable
            : Missing ? EndpointState.Missing
            : drained.Contains(server.Name) ? EndpointState.Drained
            : EndpointState.Taking;
        return Task.FromResult(new TargetReading([new EndpointReading("one", state, Away is null ? Sessions : 0, Away ?? $"{Sessions} sessions")]));
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) => ActAsync("cordon", server.Name, drain: true);

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        ActAsync("uncordon", server.Name, drain: false);

    private Task<string?> ActAsync(string effect, string server, bool drain)
    {
        if (Away is not null)
        {
            return Task.FromResult<string?>(Away);
        }

        Boundary($"before {effect}");
        Set(server, drain);
        Effects.Add(effect);
        Boundary($"after {effect}");
        return Task.FromResult<string?>(null);
    }
}
