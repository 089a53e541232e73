using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent watches the kernel log and NVML for Events.</summary>
internal sealed class SimulatedEvents(TimeProvider time) : IEventSource
{
    private readonly Channel<Event> happened = Channel.CreateUnbounded<Event>();

    public string Name => "simulated";

    public string? UnsupportedReason() => null;

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        await foreach (var one in happened.Reader.ReadAllAsync(cancellationToken))
        {
            await sink.WriteAsync(one, cancellationToken);
        }
    }

    public void Uncorrected(SimulatedGpu gpu) => Add(gpu, EventKinds.EccUncorrected, 0, "nvml", "");

    public void RemapPending(SimulatedGpu gpu) => Add(gpu, EventKinds.RowRemapPending, 0, "nvml", "");

    public void Xid79(SimulatedGpu gpu) => Add(gpu, EventKinds.Xid, 79, "kernel-log",
        $"NVRM: Xid (PCI:{gpu.PciAddress}): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.");

    private void Add(SimulatedGpu gpu, string kind, int code, string source, string text) => happened.Writer.TryWrite(new Event
    {
        At = time.GetUtcNow().ToTimestamp(),
        Kind = kind,
        GpuUuid = gpu.Uuid,
        PciAddress = gpu.PciAddress,
        Code = code,
        Count = 1,
        Source = source,
        Text = text,
    });
}
