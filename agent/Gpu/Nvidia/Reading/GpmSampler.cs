using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>How busy parts of one GPU were between this sample and the one before (Hopper and newer).</summary>
internal sealed class GpmSampler(NvmlLibrary library, NvmlDevice device, TimeProvider time) : IDisposable
{
    // NVML refreshes its own sample so often: two within it show nothing.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private GpmBuffers? buffers;
    private long sampledAt;
    private bool sampled;
    private bool off;

    public void AskAnew() => (off, sampled) = (false, false);

    public bool Read(GpuReading to, GpuAnswers answers)
    {
        if (off || !Begin(answers) || (sampled && time.GetElapsedTime(sampledAt) < Shortest))
        {
            return !answers.NeedsReopening;
        }

        var sample = device.Activity.GpmSample(buffers!.Newer);
        if (!Note(sample, answers))
        {
            return !answers.NeedsReopening;
        }

        var goesOn = !sampled || Put(to, answers);
        (sampled, sampledAt) = (true, time.GetTimestamp());
        buffers.Swap();
        return goesOn;
    }

    public void Dispose()
    {
        if (buffers is not null)
        {
            library.GiveBack(buffers);
            buffers = null;
        }
    }

    private bool Begin(GpuAnswers answers)
    {
        if (buffers is not null)
        {
            return true;
        }

        var supported = device.Activity.GpmSupported();
        if (!Note(supported is { IsOk: true, Value: false } ? new(NvmlOutcome.NotSupported, false, "nvmlGpmQueryDeviceSupport: this GPU has no GPM") : supported, answers))
        {
            return false;
        }

        var given = library.GpmBuffers();
        buffers = given.Value;
        return Note(new(given.Outcome, given.IsOk, given.Reason), answers);
    }

    private bool Put(GpuReading to, GpuAnswers answers)
    {
        if (!Note(device.Activity.GpmMetrics(buffers!.Request()), answers))
        {
            return !answers.NeedsReopening;
        }

        if (buffers.Permille(0) is { } graphics)
        {
            to.GraphicsActivePermille = graphics;
        }

        if (buffers.Permille(1) is { } tensor)
        {
            to.TensorActivePermille = tensor;
        }

        if (buffers.Permille(2) is { } dram)
        {
            to.DramActivePermille = dram;
        }

        return true;
    }

    /// <summary>True where the answer counts.</summary>
    private bool Note(NvmlAnswer<bool> answer, GpuAnswers answers)
    {
        off |= answer.Outcome == NvmlOutcome.NotSupported;
        sampled &= answer.IsOk;
        answers.Note(answer.Outcome, answer.Reason);
        return answer.IsOk;
    }
}
