using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SovereignFleet.Tests.Support;

/// <summary>An inference server as HAProxy and the agent see one: answers slowly, runs a few requests at once, lets the
/// others wait, and counts both truthfully in vLLM's own metric names.</summary>
internal sealed class VllmStandIn : IAsyncDisposable
{
    private const int RunsAtOnce = 4;
    private static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(1500);
    private readonly SemaphoreSlim slots = new(RunsAtOnce);
    private int running;
    private int waiting;
    private int served;

    private VllmStandIn(string name, int port)
    {
        Name = name;
        Port = port;
    }

    public string Name { get; }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public int InFlight => Volatile.Read(ref running) + Volatile.Read(ref waiting);

    public int Served => Volatile.Read(ref served);

    public static async Task<VllmStandIn> StartAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        // Owned before its web server, so that it outlives the last request.
        var server = stage.Own(new VllmStandIn(name, FreePort.Next()));
        await LocalWeb.StartAsync(stage, server.Port, server.Map, cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync()
    {
        slots.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Map(WebApplication web)
    {
        web.MapGet("/health", () => Results.Ok());
        web.MapGet("/metrics", () => Results.Text(Metrics(), "text/plain; version=0.0.4"));
        web.MapPost("/v1/completions", CompleteAsync);
    }

    private async Task<IResult> CompleteAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var asked = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        var prompt = asked.RootElement.GetProperty("prompt").GetString();
        Interlocked.Increment(ref waiting);
        try
        {
            await slots.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        Interlocked.Increment(ref running);
        try
        {
            await Task.Delay(Fastest + ((Slowest - Fastest) * Random.Shared.NextDouble()), cancellationToken);
            Interlocked.Increment(ref served);
            return Results.Json(new { @object = "text_completion", server = Name, choices = new[] { new { text = prompt } } });
        }
        finally
        {
            Interlocked.Decrement(ref running);
            slots.Release();
        }
    }

    private string Metrics() => string.Create(CultureInfo.InvariantCulture, $$"""
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="stand-in"} {{Volatile.Read(ref running):0.0}}
        # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
        # TYPE vllm:num_requests_waiting gauge
        vllm:num_requests_waiting{engine="0",model_name="stand-in"} {{Volatile.Read(ref waiting):0.0}}

        """);
}
