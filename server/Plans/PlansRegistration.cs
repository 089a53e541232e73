using SovereignFleet.Server.Plans.Loop;
using SovereignFleet.Server.Plans.Requests;

namespace SovereignFleet.Server.Plans;

internal static class PlansRegistration
{
    /// <summary>Work on many Hosts: which, what, when, how many at once.</summary>
    public static IHostApplicationBuilder AddPlans(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<PlanObserver>()
            .AddSingleton<PlanActor>()
            .AddSingleton<PlanDrafts>()
            .AddSingleton<PlanRequests>()
            .AddSingleton<PlanBook>()
            .AddHostedService<PlanWorker>();
        return builder;
    }
}
