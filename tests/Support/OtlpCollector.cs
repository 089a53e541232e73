using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Tests.Support;

/// <summary>An OpenTelemetry collector as senders see one: OTLP over gRPC and over HTTP, each on its port.</summary>
internal sealed class OtlpCollector
{
    private readonly Lock gate = new();
    private volatile TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CollectorMood mood = CollectorMood.Takes;
    private readonly List<OtlpSpan> spans = [];
    private List<OtlpPoint> points = [];
    private int asked;

    public int HttpPort { get; } = FreePort.Next();

    public int GrpcPort { get; } = FreePort.Next();

    /// <summary>The header x-token of the last request; empty where it had none.</summary>
    public string Token { get; private set; } = "";

    /// <summary>How often somebody came to deliver.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Whom it lets hang gets an answer when it changes.</summary>
    public CollectorMood Mood
    {
        get => mood;
        set
        {
            mood = value;
            Interlocked.Exchange(ref letGo, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>What the last request of metrics told.</summary>
    public IReadOnlyList<OtlpPoint> Points
    {
        get
        {
            lock (gate)
            {
                return points;
            }
        }
    }

    /// <summary>All that came so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans
    {
        get
        {
            lock (gate)
            {
                return [.. spans];
            }
        }
    }

    /// <param name="protocol">grpc or http/protobuf.</param>
    public string Endpoint(string protocol) => $"http://127.0.0.1:{(protocol == "grpc" ? GrpcPort : HttpPort)}";

    public async Task StartAsync(Stage stage, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var web = stage.Own(builder.Build());
        web.MapGrpcService<OtlpGrpcMetrics>();
        web.MapGrpcService<OtlpGrpcTraces>();
        web.MapPost("/v1/metrics", (HttpRequest request) => TakeAsync(request, TakeMetrics));
        web.MapPost("/v1/traces", (HttpRequest request) => TakeAsync(request, TakeTraces));
        web.Lifetime.ApplicationStopping.Register(() => letGo.TrySetResult());
        await web.StartAsync(cancellationToken);
    }

    /// <summary>False where it is in no mood to take anything.</summary>
    public async Task<bool> IsTakingAsync(string? token)
    {
        Token = token ?? "";
        Interlocked.Increment(ref asked);
        if (Mood == CollectorMood.Hangs)
        {
            await letGo.Task;
        }

        return Mood == CollectorMood.Takes;
    }

    public void TakeMetrics(byte[] request)
    {
        var told = OtlpRequest.Points(request).ToList();
        lock (gate)
        {
            points = told;
        }
    }

    public void TakeTraces(byte[] request)
    {
        var told = OtlpRequest.Spans(request).ToList();
        lock (gate)
        {
            spans.AddRange(told);
        }
    }

    private async Task<IResult> TakeAsync(HttpRequest request, Action<byte[]> take)
    {
        if (request.ContentType != "application/x-protobuf")
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (!await IsTakingAsync(request.Headers["x-token"]))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        take(body.ToArray());
        return Results.Bytes([], "application/x-protobuf");
    }
}

internal enum CollectorMood
{
    Takes,

    /// <summary>Answers that it is overloaded.</summary>
    Refuses,

    /// <summary>Takes the connection and never answers.</summary>
    Hangs,
}
