using Grpc.Core;

namespace SovereignFleet.Tests.Support;

[BindServiceMethod(typeof(OtlpGrpcTraces), nameof(Bind))]
internal sealed class OtlpGrpcTraces(OtlpCollector collector) : OtlpGrpcService
{
    public static void Bind(ServiceBinderBase binder, OtlpGrpcService? instance) =>
        Bind(binder, "opentelemetry.proto.collector.trace.v1.TraceService", instance);

    public override Task<byte[]> Export(byte[] request, ServerCallContext context) => TakeAsync(collector, request, context, collector.TakeTraces);
}
