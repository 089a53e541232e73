using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Finds the Hosts that somebody chose, of those that this person may know of.</summary>
internal static class PlanSelector
{
    /// <returns>By name; or what in the selection is unknown.</returns>
    public static async Task<(IReadOnlyList<Fleet.Host> Hosts, string? Unknown)> FindAsync(
        FleetDb db, HostSelection chosen, SiteScope scope, CancellationToken cancellationToken)
    {
        var known = db.Hosts.AsNoTracking().Where(host => scope.SiteId == null || host.SiteId == scope.SiteId);
        if (await UnknownAsync(db, known, chosen, cancellationToken) is { } unknown)
        {
            return ([], unknown);
        }

        var names = chosen.Names;
        var hosts = await known
            .Where(host => names.Count == 0 || names.Contains(host.Name))
            .Where(host => chosen.SiteId == "" || host.SiteId == chosen.SiteId)
            .Where(host => chosen.Rack == "" || host.Rack == chosen.Rack)
            .Where(host => chosen.PoolId == "" || host.PoolId == chosen.PoolId)
            .Where(host => chosen.GpuModel == "" || db.Gpus.Any(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null && gpu.Model == chosen.GpuModel))
            .OrderBy(host => host.Name).ToListAsync(cancellationToken);
        return chosen.DriverVersion.Length == 0 ? (hosts, null) : ([.. hosts.Where(host => DriverOf(host) == chosen.DriverVersion)], null);
    }

    private static async Task<string?> UnknownAsync(FleetDb db, IQueryable<Fleet.Host> known, HostSelection chosen, CancellationToken cancellationToken)
    {
        var names = chosen.Names;
        var found = await known.Where(host => names.Contains(host.Name)).Select(host => host.Name).ToListAsync(cancellationToken);
        if (names.Except(found).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            return $"selection.host_names: there is no host {string.Join(", ", missing)}";
        }

        return chosen switch
        {
            { SiteId: { Length: > 0 } site } when !await known.AnyAsync(host => host.SiteId == site, cancellationToken) => $"selection.site_id: no host stands at a site {site}",
            { Rack: { Length: > 0 } rack } when !await known.AnyAsync(host => host.Rack == rack, cancellationToken) => $"selection.rack: no host stands in a rack {rack}",
            { PoolId: { Length: > 0 } pool } when !await known.AnyAsync(host => host.PoolId == pool, cancellationToken) => $"selection.pool_id: no host is in a pool {pool}",
            { GpuModel: { Length: > 0 } model } when !await db.Gpus.AnyAsync(gpu => gpu.RemovedAt == null && gpu.Model == model && known.Any(host => host.Id == gpu.HostId), cancellationToken) =>
                $"selection.gpu_model: no host has a GPU {model}",
            _ => null,
        };
    }

    /// <summary>As its agent told last; empty: it did not.</summary>
    private static string DriverOf(Fleet.Host host) =>
        host.Inventory is null ? "" : Inventory.Parser.ParseFrom(host.Inventory).Gpus.FirstOrDefault()?.DriverVersion ?? "";
}
