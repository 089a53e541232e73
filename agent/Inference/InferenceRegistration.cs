using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Inference;

/// <summary>The inference servers of this Host.</summary>
internal static class InferenceRegistration
{
    public static IHostApplicationBuilder AddInference(this IHostApplicationBuilder builder)
    {
        var options = InferenceOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options).AddSingleton<ISensor, InferenceSensor>();
        // One client for all: no redirects to elsewhere, no proxy of the environment, each call bounded by its probe.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        foreach (var target in options.Targets)
        {
            builder.Services.AddSingleton<IInferenceProbe>(services => new VllmProbe(target, http, services.GetRequiredService<TimeProvider>()));
        }

        return builder;
    }
}
