using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet;

internal static class FleetRegistration
{
    /// <summary>Sites, racks, hosts, GPUs, pools and the declared inventory.</summary>
    public static IHostApplicationBuilder AddFleet(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<LivenessOptions>("Health");
        builder.AddServerOptions<InventoryOptions>("Fleet");
        builder.Services.AddSingleton<Hearing>();
        builder.Services.AddSingleton<IBeforeReady, HearingStart>();
        builder.Services.AddSingleton<IKnownSites, KnownSites>();
        builder.Services.AddSingleton<HostRegistry>();
        // In the order in which one needs the other.
        builder.Services.AddSingleton<IInventoryPart, SitesPart>();
        builder.Services.AddSingleton<IInventoryPart, PoolsPart>();
        builder.Services.AddSingleton<IInventoryPart, HostsPart>();
        builder.Services.AddSingleton<HostRetirement>();
        builder.Services.AddSingleton<InventoryImporter>();
        builder.Services.AddHostedService<InventoryFile>();
        return builder;
    }
}
