using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Fru;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
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
                ReachedBmc.Of("", provider.GetRequiredService<IpmiTool>(), provider.GetRequiredService<IdentifyLight>(), provider.GetRequiredService<TimeProvider>()),
                [.. gateway.Targets.Select(target => Reached(target, provider))]))
            .AddSingleton<PowerSwitch>()
            .AddSingleton<ConsoleCapture>()
            .AddSingleton<BmcCommands>()
            .AddSingleton<ISensor, BmcSensors>()
            .AddSingleton<IEventSource>(provider => Sel(provider, bmcs => bmcs.Own))
            .AddSingleton<IInventorySource, BmcInventory>();
        for (var number = 0; number < gateway.Targets.Count; number++)
        {
            var place = number;
            builder.Services
                .AddSingleton<ISensor>(provider => new GatewaySensor(provider.GetRequiredService<ReachedBmcs>().Others[place]))
                .AddSingleton<IEventSource>(provider => Sel(provider, bmcs => bmcs.Others[place]));
        }

        return builder;
    }

    private static SelSource Sel(IServiceProvider provider, Func<ReachedBmcs, ReachedBmc> of) =>
        new(of(provider.GetRequiredService<ReachedBmcs>()), provider.GetRequiredService<TimeProvider>());

    private static ReachedBmc Reached(GatewayTarget target, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        Directory.CreateDirectory(target.Options.DataFolder);
        var tool = new IpmiTool(target.Options, time);
        return ReachedBmc.Of(target.Host, tool, new IdentifyLight(tool, time), time);
    }
}
