using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Overview.Charts;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Ranges;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>Service FleetView of the API.</summary>
internal sealed class FleetViewService(
    FleetSnapshots snapshots, HostDetailReader details, ChartedGpus gpus, ChartedEvents events, UnstoredMinutes unstored, TelemetryRanges ranges, TimeProvider time) : Wire.FleetViewService.FleetViewServiceBase
{
    private const int UsualPoints = 600;
    private const int MostPoints = 5000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(31);

    public override async Task<Wire.GetFleetResponse> GetFleet(Wire.GetFleetRequest request, ServerCallContext context) =>
        new() { Fleet = await snapshots.GetAsync(context.GetScope(), context.CancellationToken) };

    public override Task WatchFleet(Wire.WatchFleetRequest request, IServerStreamWriter<Wire.WatchFleetResponse> responseStream, ServerCallContext context) =>
        WatchAsync(
            token => snapshots.GetAsync(context.GetScope(), token),
            snapshot => new Wire.FleetSnapshot(snapshot) { At = null },
            snapshot => responseStream.WriteAsync(new Wire.WatchFleetResponse { Fleet = snapshot }, context.CancellationToken),
            context.CancellationToken);

    public override async Task<Wire.GetHostResponse> GetHost(Wire.GetHostRequest request, ServerCallContext context) =>
        new() { Host = await DetailAsync(request.HostName, context.GetScope(), context.CancellationToken) };

    public override Task WatchHost(Wire.WatchHostRequest request, IServerStreamWriter<Wire.WatchHostResponse> responseStream, ServerCallContext context) =>
        WatchAsync(
            token => DetailAsync(request.HostName, context.GetScope(), token),
            detail => new Wire.HostDetail(detail) { At = null },
            detail => responseStream.WriteAsync(new Wire.WatchHostResponse { Host = detail }, context.CancellationToken),
            context.CancellationToken);

    public override async Task<Wire.GetTelemetryResponse> GetTelemetry(Wire.GetTelemetryRequest request, ServerCallContext context)
    {
        var metric = MetricIndex.Named(request.Metric) ?? throw Invalid($"There is no metric \"{request.Metric}\".");
        var (from, to) = Range(request.From, request.To);
        var limit = request.MaxPoints == 0 ? UsualPoints : (int)Math.Min(request.MaxPoints, MostPoints);
        var gpu = await gpus.FindAsync(request.GpuUuid, request.HostName, context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no GPU {request.GpuUuid}{(request.HostName.Length > 0 ? " of " + request.HostName : "")}."));
        // In this order: what is stored in between is then in both.
        var open = await unstored.ReadAsync(gpu, context.CancellationToken);
        var points = await ranges.ReadAsync(gpu, metric, from, to, limit, open, context.CancellationToken);
        return new Wire.GetTelemetryResponse
        {
            Metric = metric.Name,
            Seconds = { points.Select(point => (double)point.Start.ToUnixTimeSeconds()) },
            Min = { points.Select(point => point.Min) },
            Mean = { points.Select(point => point.Mean) },
            Max = { points.Select(point => point.Max) },
        };
    }

    public override async Task<Wire.GetHostEventsResponse> GetHostEvents(Wire.GetHostEventsRequest request, ServerCallContext context)
    {
        var (from, to) = Range(request.From, request.To);
        return await events.ReadAsync(request.HostName, request.Kinds, from, to, context.GetScope(), context.CancellationToken) is { } seen
            ? new Wire.GetHostEventsResponse { Events = { seen } }
            : throw NoHost(request.HostName);
    }

    private static (DateTimeOffset From, DateTimeOffset To) Range(Timestamp? asked, Timestamp? until)
    {
        if (asked?.ToDateTimeOffset() is not { } from || until?.ToDateTimeOffset() is not { } to || to <= from)
        {
            throw Invalid("\"from\" and \"to\" are needed, and \"to\" is after \"from\".");
        }

        return to - from > LongestRange ? throw Invalid($"A range has at most {LongestRange.TotalDays} days.") : (from, to);
    }

    private async Task<Wire.HostDetail> DetailAsync(string hostName, SiteScope scope, CancellationToken cancellationToken) =>
        await details.ReadAsync(hostName, cancellationToken) is { } detail && scope.Includes(detail.Host.SiteId)
            ? detail
            : throw NoHost(hostName);

    // The heartbeats change each second and have no NOTIFY: so this looks each second, at what all watchers share, and sends what changed.
    private async Task WatchAsync<T>(Func<CancellationToken, Task<T>> read, Func<T, T> withoutTime, Func<T, Task> send, CancellationToken cancellationToken)
        where T : class
    {
        T? sent = null;
        var sentAt = time.GetTimestamp();
        try
        {
            while (true)
            {
                var now = await read(cancellationToken);
                var content = withoutTime(now);
                if (!content.Equals(sent) || time.GetElapsedTime(sentAt) >= SignOfLife)
                {
                    await send(now);
                    (sent, sentAt) = (content, time.GetTimestamp());
                }

                await Task.Delay(Period, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watcher went away: that is how a watch ends.
        }
    }

    private static RpcException NoHost(string hostName) => new(new Status(StatusCode.NotFound, $"There is no Host \"{hostName}\"."));

    private static RpcException Invalid(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
