using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Inference;

/// <summary>A tiny inference server for each Host, all in one web server: the port that a request came in by tells which
/// Host it is for. It speaks what vLLM speaks of itself: /health, /metrics, and a completion that takes its time.</summary>
internal sealed class InferenceServers(IReadOnlyList<SimulatedHost> hosts, TimeProvider time)
{
    private readonly Dictionary<int, SimulatedHost> byPort = hosts.ToDictionary(host => host.Plan.InferencePort);

    public WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var port in byPort.Keys)
            {
                kestrel.ListenLocalhost(port);
            }
        });
        var app = builder.Build();
        app.MapGet("/health", () => "");
        app.MapGet("/metrics", (HttpContext context) => Metrics(HostOf(context)));
        app.MapPost("/v1/completions", CompleteAsync);
        return app;
    }

    private SimulatedHost HostOf(HttpContext context) => byPort[context.Connection.LocalPort];

    private static string Metrics(SimulatedHost host) =>
        $$"""
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="simulated"} {{host.InFlight}}.0
        # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
        # TYPE vllm:num_requests_waiting gauge
        vllm:num_requests_waiting{engine="0",model_name="simulated"} 0.0

        """;

    private async Task CompleteAsync(HttpContext context)
    {
        var host = HostOf(context);
        host.RequestBegun();
        try
        {
            // A completion of a few hundred tokens.
            await Task.Delay(TimeSpan.FromSeconds(1 + 6 * Random.Shared.NextDouble()), time, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new { host = host.Plan.Name, choices = new[] { new { text = "42" } } }, context.RequestAborted);
        }
        finally
        {
            host.RequestEnded();
        }
    }
}
