using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Gathers the answers about one GPU into a reading, and what they say about the GPU itself.</summary>
internal sealed class GpuReadingBuilder(uint index, string uuid)
{
    private readonly GpuReading reading = new() { Index = index, Uuid = uuid };
    private readonly SortedSet<string> notSupported = new(StringComparer.Ordinal);
    private bool anyValue;
    private bool lost;

    /// <summary>NVML must be opened anew before this GPU can be read again.</summary>
    public bool NeedsReopening { get; private set; }

    public IReadOnlyCollection<string> NotSupported => notSupported;

    /// <summary>False where there is no sense in asking this GPU anything more.</summary>
    public bool Put<T>(NvmlAnswer<T> answer, Action<GpuReading, T> set)
    {
        if (!answer.IsOk)
        {
            return Note(answer);
        }

        set(reading, answer.Value!);
        anyValue = true;
        return true;
    }

    public bool Note<T>(NvmlAnswer<T> answer)
    {
        switch (answer.Outcome)
        {
            case NvmlOutcome.Ok:
                return true;
            case NvmlOutcome.NotSupported:
                notSupported.Add(answer.Reason.Split(": ")[0]);
                return true;
            case NvmlOutcome.Failed:
                reading.Error = reading.Error.Length == 0 ? answer.Reason : reading.Error;
                return true;
            case NvmlOutcome.Lost or NvmlOutcome.DriverGone:
                lost = answer.Outcome == NvmlOutcome.Lost;
                NeedsReopening = true;
                reading.Error = answer.Reason;
                return false;
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.Outcome, "Unknown outcome.");
        }
    }

    /// <summary>A GPU whose single function fails is still there: the reading then carries values and the error.</summary>
    public GpuReading Build()
    {
        reading.State = lost ? GpuReading.Types.State.Lost
            : NeedsReopening || (!anyValue && reading.Error.Length > 0) ? GpuReading.Types.State.Unreadable
            : GpuReading.Types.State.Present;
        return reading;
    }
}
