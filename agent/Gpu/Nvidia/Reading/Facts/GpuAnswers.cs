using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>What the answers of one round say about the GPU itself, and what it has said that it does not support.</summary>
internal sealed class GpuAnswers
{
    private readonly SortedSet<string> notSupported = new(StringComparer.Ordinal);
    private bool anyValue;
    private bool lost;

    /// <summary>NVML must be opened anew before this GPU can be read again.</summary>
    public bool NeedsReopening { get; private set; }

    /// <summary>The first fault; a lost GPU's wins.</summary>
    public string Error { get; private set; } = "";

    public IReadOnlyCollection<string> NotSupported => notSupported;

    public void Begin()
    {
        (anyValue, lost, NeedsReopening, Error) = (false, false, false, "");
    }

    public void ForgetNotSupported() => notSupported.Clear();

    /// <summary>False where there is no sense in asking this GPU anything more.</summary>
    public bool Note(NvmlOutcome outcome, string reason)
    {
        switch (outcome)
        {
            case NvmlOutcome.Ok:
                anyValue = true;
                return true;
            case NvmlOutcome.NotSupported:
                notSupported.Add(reason.Split(": ")[0]);
                return true;
            case NvmlOutcome.Failed:
                Error = Error.Length == 0 ? reason : Error;
                return true;
            case NvmlOutcome.Lost or NvmlOutcome.DriverGone:
                (lost, NeedsReopening, Error) = (outcome == NvmlOutcome.Lost, true, reason);
                return false;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome.");
        }
    }

    /// <summary>A GPU whose single function fails is still there: the reading then carries values and the error.</summary>
    public GpuReading.Types.State State => lost ? GpuReading.Types.State.Lost
        : NeedsReopening || (!anyValue && Error.Length > 0) ? GpuReading.Types.State.Unreadable
        : GpuReading.Types.State.Present;
}
