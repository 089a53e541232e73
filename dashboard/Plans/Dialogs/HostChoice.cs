using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>Which Hosts a person chooses: what narrows the list, and which of those that are left are taken out by hand.</summary>
public sealed record HostChoice
{
    public string SiteId { get; init; } = "";
    public string Rack { get; init; } = "";
    public string PoolId { get; init; } = "";
    public string GpuModel { get; init; } = "";
    public string DriverVersion { get; init; } = "";
    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>();

    /// <summary>Nobody chooses a whole fleet by touching nothing.</summary>
    public bool IsNarrowed => SiteId.Length + Rack.Length + PoolId.Length + GpuModel.Length + DriverVersion.Length > 0;

    public IReadOnlyList<Host> Shown(FleetSnapshot? fleet) => IsNarrowed ? [.. (fleet?.Hosts ?? []).Where(Includes).OrderBy(host => host.Name, StringComparer.Ordinal)] : [];

    public IReadOnlyList<Host> Chosen(FleetSnapshot? fleet) => [.. Shown(fleet).Where(host => !Without.Contains(host.Name))];

    public HostChoice Toggle(string name) => this with { Without = Without.Contains(name) ? Without.Where(other => other != name).ToHashSet() : [.. Without, name] };

    /// <summary>What a menu offers.</summary>
    public static IEnumerable<string> Values(FleetSnapshot? fleet, Func<Host, IEnumerable<string>> of) =>
        (fleet?.Hosts ?? []).SelectMany(of).Where(value => value.Length > 0).Distinct().Order(StringComparer.Ordinal);

    public static IEnumerable<string> Models(Host host) => host.Gpus.Select(gpu => gpu.Model).Distinct();

    private bool Includes(Host host) =>
        (SiteId.Length == 0 || host.SiteId == SiteId)
        && (Rack.Length == 0 || host.Rack == Rack)
        && (PoolId.Length == 0 || host.PoolId == PoolId)
        && (GpuModel.Length == 0 || Models(host).Contains(GpuModel))
        && (DriverVersion.Length == 0 || host.DriverVersion == DriverVersion);
}
