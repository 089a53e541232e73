using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Programs;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Bmc;

/// <summary>This Host's own BMC, and those that it is the gateway of.</summary>
internal static class BmcRegistration
{
    public static IHostApplicationBuilder AddBmc(this IHostApplicationBuilder builder, string dataFolder)
    {
        var gateway = GatewayOptions.Read(builder.Configuration, dataFolder);
        builder.Services
            .AddSingleton(BmcOptions.Read(builder.Configuration, dataFolder))
            .AddSingleton<IpmiTool>()
            .AddSingleton<IdentifyLight>()
            .AddSingleton(provider => new ReachedBmcs(
                new ReachedBmc("", provider.GetRequiredService<IpmiTool>(), provider.GetRequiredService<IdentifyLight>()),
                [.. gateway.Targets.Select(target => Reached(target, provider))]))
            .AddSingleton<PowerSwitch>()
            .AddSingleton<ConsoleCapture>()
            .AddSingleton<BmcCommands>()
            .AddSingleton<ISensor, BmcSensors>()
            .AddSingleton<IEventSource, SelSource>()
            .AddSingleton<IInventorySource, BmcInventory>();
        return builder;
    }

    private static ReachedBmc Reached(GatewayTarget target, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        Directory.CreateDirectory(target.Options.DataFolder);
        var tool = new IpmiTool(target.Options, provider.GetRequiredService<ProgramRunner>(), time);
        return new ReachedBmc(target.Host, tool, new IdentifyLight(tool, time));
    }
}
