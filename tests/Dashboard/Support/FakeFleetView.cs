using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeFleetView(FakeFleet fleet, FakeSessions sessions, TimeProvider time) : FleetViewService.FleetViewServiceBase
{
    public override Task<GetFleetResponse> GetFleet(GetFleetRequest request, ServerCallContext context) =>
        Task.FromResult(new GetFleetResponse { Fleet = fleet.Snapshot() });

    public override Task WatchFleet(WatchFleetRequest request, IServerStreamWriter<WatchFleetResponse> responses, ServerCallContext context) =>
        EachSecondAsync(responses, () => new WatchFleetResponse { Fleet = fleet.Snapshot() }, context);

    public override Task WatchHost(WatchHostRequest request, IServerStreamWriter<WatchHostResponse> responses, ServerCallContext context) =>
        EachSecondAsync(responses, () => new WatchHostResponse { Host = Find(request.HostName) }, context);

    public override Task<GetHostResponse> GetHost(GetHostRequest request, ServerCallContext context) =>
        Task.FromResult(new GetHostResponse { Host = Find(request.HostName) });

    public override Task<GetTelemetryResponse> GetTelemetry(GetTelemetryRequest request, ServerCallContext context)
    {
        var series = new GetTelemetryResponse { Metric = request.Metric };
        var (from, to) = (request.From.ToDateTimeOffset().ToUnixTimeSeconds(), request.To.ToDateTimeOffset().ToUnixTimeSeconds());
        var step = Math.Max(1, (to - from) / Math.Max(1, (long)request.MaxPoints));
        var phase = request.GpuUuid[^1] - '0';
        var (middle, swing) = request.Metric switch { "temperature_c" => (60.0, 8.0), "power_mw" => (480e3, 140e3), "memory_used_bytes" => (68e9, 2e9), _ => (72.0, 22.0) };
        for (var second = from; second < to; second += step)
        {
            // Ten minutes without data, as after an agent's restart: a gap, not a line through it.
            var mean = second - from is > 1200 and < 1800 ? double.NaN : middle + swing * Math.Sin(second / 300.0 + phase);
            series.Seconds.Add(second);
            series.Mean.Add(mean);
            series.Min.Add(mean - swing * 0.2);
            series.Max.Add(mean + swing * 0.25);
        }
        return Task.FromResult(series);
    }

    public override Task<GetHostEventsResponse> GetHostEvents(GetHostEventsRequest request, ServerCallContext context)
    {
        var response = new GetHostEventsResponse();
        if (request.HostName == "gpu-yul1-03" && request.Kinds.Contains("xid"))
        {
            response.Events.Add(new HostEvent
            {
                At = time.GetUtcNow().AddMinutes(-25).ToTimestamp(),
                Kind = "xid",
                Code = 13,
                Count = 1,
                GpuUuid = FakeInventory.Uuid("yul1", 3, 3),
                Text = "Graphics SM Warp Exception on (GPC 1, TPC 2): Out Of Range Address",
            });
        }

        return Task.FromResult(response);
    }

    private HostDetail Find(string name) => fleet.Detail(name) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no host {name}."));

    private async Task EachSecondAsync<T>(IServerStreamWriter<T> responses, Func<T> now, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested)
        {
            sessions.Caller(context);
            if (!fleet.Frozen)
            {
                await responses.WriteAsync(now(), context.CancellationToken);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, context.CancellationToken);
        }
    }
}
