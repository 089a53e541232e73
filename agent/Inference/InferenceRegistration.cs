using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Inference.Probes;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Inference;

/// <summary>The inference servers of this Host.</summary>
internal static class InferenceRegistration
{
    public static IHostApplicationBuilder AddInference(this IHostApplicationBuilder builder)
    {
        var options = InferenceOptions.Read(builder.Configuration);
        var http = PageRequest.Client();
        builder.Services
            .AddSingleton(services => new ProbeList(
                options, http, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ProbeList>>()))
            .AddSingleton<ISensor, InferenceSensor>();
        return builder;
    }
}
