using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Server.Work;

internal static class WorkRegistration
{
    /// <summary>What is done to a Host while it is out of service.</summary>
    public static IHostApplicationBuilder AddWork(this IHostApplicationBuilder builder)
    {
        builder.AddRemoteHands();
        builder.Services.AddWorks();
        return builder;
    }

    /// <summary>Every kind of work there is.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services) => services
        .AddSingleton<IWork, RemoteHandsWork>()
        .AddSingleton<IWork, OwnWork>();
}
