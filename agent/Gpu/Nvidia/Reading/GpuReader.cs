using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>Reads one GPU as long as its handle holds, one call after the other. It stops at the first answer that says that the
/// GPU or the driver is gone: each further call on a lost GPU may take its own time-out in the driver. What the GPU has once said
/// that it does not support is not asked again, until NVML is opened anew or MIG was switched.</summary>
internal sealed class GpuReader(uint index, string uuid, NvmlDevice device, NvmlLibrary library, TimeProvider time) : IDisposable
{
    private readonly GpuParts parts = new();
    private readonly GpuAnswers answers = new();
    private readonly GpuRounds rounds = new(index, time);
    private readonly GpmSampler gpm = new(library, device, time);
    private readonly bool[] off = new bool[GpuFacts.All.Length];
    private readonly bool[] asked = new bool[GpuFacts.All.Length];
    private GpuFieldBatch? fields;
    private GpuTroubledLinks? links;
    private bool linksUnknown;
    private (NvmlAnswer<bool> Mig, NvmlAnswer<bool> Persistence)? modes;

    /// <summary>NVML must be opened anew before this GPU can be read again.</summary>
    public bool NeedsReopening => answers.NeedsReopening;

    /// <summary>MIG or persistence were switched since the round before.</summary>
    public bool ModesChanged { get; private set; }

    public IReadOnlyCollection<string> NotSupported => answers.NotSupported;

    public GpuReading Read()
    {
        var due = rounds.Due();
        answers.Begin();
        parts.Begin(due);
        ModesChanged = false;
        var whole = (due < GpuPace.Minute || ReadModes())
            && ReadFields(due)
            && ReadFacts(due)
            && (due == GpuPace.Second || (links?.Read(device, parts, answers) != false && ReadInstances()))
            && gpm.Read(parts[GpuPace.Second], answers);
        if (!whole)
        {
            parts.Forget();
        }

        var reading = parts.Whole();
        reading.Index = index;
        reading.Uuid = uuid;
        reading.State = answers.State;
        reading.Error = answers.Error;
        return reading;
    }

    public void Dispose() => gpm.Dispose();

    private bool ReadModes()
    {
        var now = (Mig: device.Identity.MigEnabled(), Persistence: device.Identity.Persistence());
        if (modes is { } before && before != now)
        {
            ModesChanged = true;
            AskAnew();
        }

        modes = now;
        return answers.Note(now.Mig.Outcome, now.Mig.Reason) && answers.Note(now.Persistence.Outcome, now.Persistence.Reason);
    }

    private bool ReadInstances() =>
        modes is not { Mig: { IsOk: true, Value: true } } || GpuInstances.Read(device, parts[GpuPace.TenSeconds], answers);

    private void AskAnew()
    {
        answers.ForgetNotSupported();
        fields?.AskAnew();
        links?.AskAnew();
        Array.Clear(off);
        gpm.AskAnew();
        ChooseFacts();
    }

    /// <summary>One call; again only in the second in which something proved not to be supported, for what stands in for it.</summary>
    private bool ReadFields(GpuPace due)
    {
        if (fields is null || (linksUnknown && due == GpuPace.Minute))
        {
            var count = device.Field(NvmlField.NvLinkCount);
            if (!answers.Note(count.Outcome, count.Reason))
            {
                return false;
            }

            linksUnknown = count.Outcome == NvmlOutcome.Failed;
            fields = new GpuFieldBatch(count.IsOk ? (uint)count.Value : 0);
            links = count is { IsOk: true, Value: > 0 } ? new GpuTroubledLinks((uint)count.Value) : null;
            ChooseFacts();
        }

        var goesOn = fields.Read(device, due, parts, answers);
        while (goesOn && fields.Changed)
        {
            goesOn = fields.Read(device, due, parts, answers);
            ChooseFacts();
        }

        return goesOn;
    }

    private bool ReadFacts(GpuPace due)
    {
        for (var i = 0; i < off.Length; i++)
        {
            var fact = GpuFacts.All[i];
            if (!asked[i] || fact.Pace > due)
            {
                continue;
            }

            var answer = fact.Read(device, parts[fact.Pace]);
            if (answer.Outcome == NvmlOutcome.NotSupported)
            {
                off[i] = true;
                ChooseFacts();
            }

            if (!answers.Note(answer.Outcome, answer.Reason))
            {
                return false;
            }
        }

        return true;
    }

    private void ChooseFacts()
    {
        for (var i = 0; i < off.Length; i++)
        {
            asked[i] = !off[i] && fields?.Gives(GpuFacts.All[i].Metric) != true && !IsGivenBefore(i);
        }
    }

    private bool IsGivenBefore(int fact)
    {
        for (var earlier = 0; earlier < fact; earlier++)
        {
            if (!off[earlier] && GpuFacts.All[earlier].Metric == GpuFacts.All[fact].Metric)
            {
                return true;
            }
        }

        return false;
    }
}
