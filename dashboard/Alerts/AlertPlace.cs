using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>What an alert is about, and where the Host and the GPU stand. Null: the fleet does not know them, or it is about a Pool.</summary>
/// <param name="Name">The Host's or the Pool's.</param>
internal sealed record AlertPlace(string Name, bool IsPool, Host? Host, Gpu? Gpu, Site? Site)
{
    /// <summary>Whether it is of this Site. A Pool is of each Site in which it has Hosts, the server itself of none: as the first page counts.</summary>
    public bool IsIn(string? siteId, FleetSnapshot? fleet) => string.IsNullOrEmpty(siteId) || (IsPool
        ? fleet is null || fleet.Hosts.Any(host => host.PoolId == Name && host.SiteId == siteId)
        : Scope.Includes(siteId, Host?.SiteId ?? SiteOfFormer));

    /// <summary>The Site of a Host that was taken out of the fleet, where the server tells it.</summary>
    private string SiteOfFormer { get; init; } = "";

    /// <summary>"pool llm-ca", "gpu-yul1-03".</summary>
    public string Title => IsServer ? "the Journal" : IsPool ? $"pool {Name}" : Name;

    // Of the server itself there is one alert: that its Journal proves less than it should.
    private bool IsServer => Name.Length == 0;

    // It has no page any more; the Journal tells what became of it.
    private bool IsFormer => Host is null && SiteOfFormer.Length > 0;

    /// <summary>yul1, rack B07, U12, GPU 3</summary>
    public string Words => Host is null ? "" : $"{Host.SiteId}, {Shown.Place(Host.Rack, Host.U)}{(Gpu is null ? "" : $", GPU {Gpu.Index}")}";

    public string Url => IsServer ? "/journal" : IsPool ? "/" : IsFormer ? $"/journal?host={Uri.EscapeDataString(Name)}" : $"/hosts/{Uri.EscapeDataString(Name)}{(Gpu is null ? "" : $"?gpu={Gpu.Index}")}";

    public static AlertPlace Of(AlertGroup row, FleetSnapshot? fleet) => row.Problem is { } problem
        ? Of(problem.HostName, problem.GpuUuid, problem.PoolId, fleet) with { SiteOfFormer = problem.SiteId }
        : Of(row.Alerts[0], fleet);

    public static AlertPlace Of(Alert alert, FleetSnapshot? fleet) => Of(alert.HostName, alert.GpuUuid, alert.PoolId, fleet);

    private static AlertPlace Of(string hostName, string gpuUuid, string poolId, FleetSnapshot? fleet)
    {
        var host = fleet?.Hosts.FirstOrDefault(host => host.Name == hostName);
        return new AlertPlace(
            poolId.Length > 0 ? poolId : hostName,
            poolId.Length > 0,
            host,
            host?.Gpus.FirstOrDefault(gpu => gpu.Uuid == gpuUuid),
            host is null ? null : fleet!.Sites.FirstOrDefault(site => site.Id == host.SiteId));
    }
}
