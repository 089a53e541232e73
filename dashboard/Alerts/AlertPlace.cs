using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>Where the Host and the GPU of an alert stand. Null: the fleet does not know them.</summary>
internal sealed record AlertPlace(string HostName, Host? Host, Gpu? Gpu, Site? Site)
{
    public string SiteId => Host?.SiteId ?? "";

    /// <summary>yul1, rack B07, U12, GPU 3</summary>
    public string Words => Host is null ? "" : $"{Host.SiteId}, {Shown.Place(Host.Rack, Host.U)}{(Gpu is null ? "" : $", GPU {Gpu.Index}")}";

    public string Url => $"/hosts/{Uri.EscapeDataString(HostName)}{(Gpu is null ? "" : $"?gpu={Gpu.Index}")}";

    public static AlertPlace Of(Alert alert, FleetSnapshot? fleet)
    {
        var host = fleet?.Hosts.FirstOrDefault(host => host.Name == alert.HostName);
        return new AlertPlace(
            alert.HostName,
            host,
            host?.Gpus.FirstOrDefault(gpu => gpu.Uuid == alert.GpuUuid),
            host is null ? null : fleet!.Sites.FirstOrDefault(site => site.Id == host.SiteId));
    }
}
