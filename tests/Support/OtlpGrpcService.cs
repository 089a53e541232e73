using Grpc.Core;

namespace SovereignFleet.Tests.Support;

/// <summary>One of the collector's services over gRPC; request and answer stay bytes.</summary>
internal abstract class OtlpGrpcService
{
    private static readonly Marshaller<byte[]> AsItIs = Marshallers.Create(bytes => bytes, bytes => bytes);

    public abstract Task<byte[]> Export(byte[] request, ServerCallContext context);

    protected static void Bind(ServiceBinderBase binder, string service, OtlpGrpcService? instance) => binder.AddMethod(
        new Method<byte[], byte[]>(MethodType.Unary, service, nameof(Export), AsItIs, AsItIs), instance is null ? null : instance.Export);

    protected static async Task<byte[]> TakeAsync(OtlpCollector collector, byte[] request, ServerCallContext context, Action<byte[]> take)
    {
        if (!await collector.IsTakingAsync(context.RequestHeaders.GetValue("x-token")))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "overloaded"));
        }

        take(request);
        return [];
    }
}
