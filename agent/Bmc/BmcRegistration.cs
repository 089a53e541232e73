using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Bmc;

/// <summary>This Host's own BMC.</summary>
internal static class BmcRegistration
{
    public static IHostApplicationBuilder AddBmc(this IHostApplicationBuilder builder, string dataFolder)
    {
        builder.Services
            .AddSingleton(BmcOptions.Read(builder.Configuration, dataFolder))
            .AddSingleton<IpmiTool>()
            .AddSingleton<IdentifyLight>()
            .AddSingleton<BmcCommands>()
            .AddSingleton<ISensor, BmcSensors>()
            .AddSingleton<IEventSource, SelSource>()
            .AddSingleton<IInventorySource, BmcInventory>();
        return builder;
    }
}
