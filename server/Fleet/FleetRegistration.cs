using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Fleet;

internal static class FleetRegistration
{
    /// <summary>Sites, racks, hosts, GPUs, pools and the declared inventory.</summary>
    public static IHostApplicationBuilder AddFleet(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LivenessOptions>().BindConfiguration("Health")
            .Validate(options => options.Silence >= TimeSpan.FromSeconds(10), "Health:Silence must be at least ten seconds.")
            .Validate(options => options.Late >= TimeSpan.FromSeconds(2) && options.Late <= options.Silence, "Health:Late must be two seconds to Health:Silence.")
            .ValidateOnStart();
        builder.Services.AddSingleton<HostRegistry>();
        // In the order in which one needs the other.
        builder.Services.AddSingleton<IInventoryPart, SitesPart>();
        builder.Services.AddSingleton<IInventoryPart, PoolsPart>();
        builder.Services.AddSingleton<IInventoryPart, HostsPart>();
        builder.Services.AddSingleton<InventoryImporter>();
        builder.Services.AddHostedService<InventoryFile>();
        return builder;
    }
}
