using SovereignFleet.Agent.Gpu.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Reading;

/// <summary>How busy parts of one GPU were between this sample and the one before (Hopper and newer).</summary>
internal sealed class GpmSampler(NvmlLibrary library, NvmlDevice device, TimeProvider time) : IDisposable
{
    // NVML refreshes its own sample so often: two within it show nothing.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private GpmRoom? room;
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

        var sample = device.Activity.GpmSample(room!.Newer);
        if (!Note(sample, answers))
        {
            return !answers.NeedsReopening;
        }

        var goesOn = !sampled || Put(to, answers);
        (sampled, sampledAt) = (true, time.GetTimestamp());
        room.Swap();
        return goesOn;
    }

    public void Dispose()
    {
        if (room is not null)
        {
            library.GiveBack(room);
            room = null;
        }
    }

    private bool Begin(GpuAnswers answers)
    {
        if (room is not null)
        {
            return true;
        }

        var supported = device.Activity.GpmSupported();
        if (!Note(supported is { IsOk: true, Value: false } ? new(NvmlOutcome.NotSupported, false, "nvmlGpmQueryDeviceSupport: this GPU has no GPM") : supported, answers))
        {
            return false;
        }

        var given = library.GpmRoom();
        room = given.Value;
        return Note(new(given.Outcome, given.IsOk, given.Reason), answers);
    }

    private bool Put(GpuReading to, GpuAnswers answers)
    {
        if (!Note(device.Activity.GpmMetrics(room!.Request()), answers))
        {
            return !answers.NeedsReopening;
        }

        if (room.Permille(0) is { } graphics)
        {
            to.GraphicsActivePermille = graphics;
        }

        if (room.Permille(1) is { } tensor)
        {
            to.TensorActivePermille = tensor;
        }

        if (room.Permille(2) is { } dram)
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
