using Grpc.Core;

namespace SovereignFleet.Tests.Support;

[BindServiceMethod(typeof(OtlpGrpcMetrics), nameof(Bind))]
internal sealed class OtlpGrpcMetrics(OtlpCollector collector) : OtlpGrpcService
{
    public static void Bind(ServiceBinderBase binder, OtlpGrpcService? instance) =>
        Bind(binder, "opentelemetry.proto.collector.metrics.v1.MetricsService", instance);

    public override Task<byte[]> Export(byte[] request, ServerCallContext context) => TakeAsync(collector, request, context, collector.TakeMetrics);
}
