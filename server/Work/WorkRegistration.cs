using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.PowerCycle;
using SovereignFleet.Server.Work.Reboot;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Requests;
using SovereignFleet.Server.Work.ResetGpu;
using SovereignFleet.Server.Work.RestartUnit;
using SovereignFleet.Server.Work.Soak;

namespace SovereignFleet.Server.Work;

internal static class WorkRegistration
{
    /// <summary>What is done to a Host while it is out of service.</summary>
    public static IHostApplicationBuilder AddWork(this IHostApplicationBuilder builder)
    {
        builder.AddRemoteHands();
        builder.Services.AddSingleton<TicketRequests>();
        builder.Services.AddWorks();
        return builder;
    }

    /// <summary>Every kind of work there is.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services) => services
        .AddSingleton<IWork, RemoteHandsWork>()
        .AddSingleton<IWork, OwnWork>()
        .AddSingleton<IWork, RestartUnitWork>()
        .AddSingleton<IWork, ResetGpuWork>()
        .AddSingleton<IWork, RebootWork>()
        .AddSingleton<IWork, PowerCycleWork>()
        .AddSingleton<IWork, SoakWork>();
}
