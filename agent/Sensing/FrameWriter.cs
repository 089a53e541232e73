using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing;

/// <summary>Collects one Frame from sensors that run side by side. Once taken, a late writer writes into nothing.</summary>
internal sealed class FrameWriter
{
    private readonly Lock gate = new();
    private Frame? frame = new();

    public void AddGpu(GpuReading reading) => Write(frame => frame.Gpus.Add(reading));

    public void SetBmc(BmcReading reading) => Write(frame => frame.Bmc = reading);

    public void AddGateway(GatewayReading reading) => Write(frame => frame.Gateway.Add(reading));

    public void AddInference(InferenceReading reading) => Write(frame => frame.Inference.Add(reading));

    /// <summary>Ends the Frame: what is written later is dropped, because it belongs to no known second.</summary>
    public Frame Take()
    {
        lock (gate)
        {
            var taken = frame ?? throw new InvalidOperationException("The Frame was taken already.");
            frame = null;
            // Read side by side, told in order: a person compares two Frames line by line.
            var gpus = taken.Gpus.OrderBy(gpu => gpu.Index).ToArray();
            taken.Gpus.Clear();
            taken.Gpus.AddRange(gpus);
            return taken;
        }
    }

    private void Write(Action<Frame> write)
    {
        lock (gate)
        {
            if (frame is not null)
            {
                write(frame);
            }
        }
    }
}
