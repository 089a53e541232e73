using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Tests.Proto;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>Every call of people and of agents that enroll, with each of its fields in turn saying what cannot be.</summary>
[TestClass]
public sealed class UnfitRequestTests
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public async Task EveryCall_WithAFieldThatCannotBe_IsAnInvalidArgument()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        await using var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var tried = 0;
        foreach (var method in Calls("sovereignfleet.fleet.v1"))
        {
            foreach (var (request, what) in Unfit(method.InputType))
            {
                Assert.AreEqual(StatusCode.InvalidArgument, await StatusAsync(ada.Calls, method, request, ada.With(Token)), $"{method.FullName} {what}");
                tried++;
            }
        }

        Assert.IsGreaterThan(100, tried);
    }

    [TestMethod]
    public void EveryMessageOfTheAgents_WithAFieldThatCannotBe_IsFound()
    {
        foreach (var method in Calls("sovereignfleet.enrollment.v1").Concat(Calls("sovereignfleet.link.v1")))
        {
            foreach (var (request, what) in Unfit(method.InputType))
            {
                Assert.IsNotNull(MessageFaults.Of(method.InputType.Parser.ParseFrom(request)), $"{method.FullName} {what}");
            }
        }
    }

    private static IEnumerable<MethodDescriptor> Calls(string package) =>
        WireFiles.All.Where(file => file.Package == package).SelectMany(file => file.Services).SelectMany(service => service.Methods);

    private static async Task<StatusCode> StatusAsync(CallInvoker calls, MethodDescriptor method, byte[] request, CallOptions options)
    {
        try
        {
            if (method.IsServerStreaming)
            {
                using var stream = calls.AsyncServerStreamingCall(new Method<byte[], byte[]>(MethodType.ServerStreaming, method.Service.FullName, method.Name, Raw, Raw), null, options, request);
                await stream.ResponseStream.MoveNext(options.CancellationToken);
            }
            else
            {
                using var call = calls.AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, method.Service.FullName, method.Name, Raw, Raw), null, options, request);
                await call;
            }

            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    /// <returns>One message for each field and each thing that it cannot say.</returns>
    private static IEnumerable<(byte[] Request, string What)> Unfit(MessageDescriptor type, int depth = 0)
    {
        foreach (var field in type.Fields.InFieldNumberOrder().Where(_ => depth < 6))
        {
            var inner = field.FieldType switch
            {
                FieldType.String => Texts(field),
                FieldType.Message when field.MessageType == Timestamp.Descriptor => Times(),
                FieldType.Message => Unfit(field.MessageType, depth + 1),
                _ => [],
            };
            foreach (var (bytes, what) in inner)
            {
                yield return (Field(field.FieldNumber, bytes), $"{field.Name}: {what}");
            }
        }
    }

    private static IEnumerable<(byte[] Request, string What)> Texts(FieldDescriptor field)
    {
        yield return ("a\0b"u8.ToArray(), "NUL");
        if (field.Name != "json")
        {
            yield return ([.. Enumerable.Repeat((byte)'a', MessageFaults.LongestText + 1)], "without end");
        }
    }

    private static IEnumerable<(byte[] Request, string What)> Times() =>
    [
        (new Timestamp { Seconds = -1 }.ToByteArray(), "before 1970"),
        (new Timestamp { Seconds = long.MaxValue }.ToByteArray(), "out of range"),
        (new Timestamp { Seconds = 253_402_300_799 }.ToByteArray(), "9999"),
        (new Timestamp { Nanos = -1 }.ToByteArray(), "nanos"),
    ];

    private static byte[] Field(int number, byte[] value)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(value));
        }

        return bytes.ToArray();
    }
}
