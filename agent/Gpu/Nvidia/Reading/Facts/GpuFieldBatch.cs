using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>The field values of one GPU, asked in one call: the quick ones first, so that a second asks the head of the list and
/// a slower round more of it. What the GPU does not support leaves the list, and what gives the same metric enters it.</summary>
internal sealed class GpuFieldBatch
{
    private const uint AllLinks = 0xffffffff;
    private static readonly int Paces = (int)GpuPace.Minute + 1;

    private readonly bool[] off = new bool[GpuFields.All.Length];
    private readonly int[] valuesUpTo = new int[Paces];
    private readonly int[] partsUpTo = new int[Paces];
    private readonly uint links;
    private Part[] parts = [];
    private NvmlLayouts.FieldValue[] values = [];
    private long[] last = [];

    public GpuFieldBatch(uint links)
    {
        this.links = links;
        AskAnew();
    }

    /// <summary>The list is another one since <see cref="Read"/> was called.</summary>
    public bool Changed { get; private set; }

    public bool Gives(int metric)
    {
        for (var i = 0; i < off.Length; i++)
        {
            if (!off[i] && GpuFields.All[i].Metric == metric)
            {
                return true;
            }
        }

        return false;
    }

    public void AskAnew()
    {
        for (var i = 0; i < off.Length; i++)
        {
            off[i] = links == 0 && GpuFields.All[i].IsOfEachLink;
        }

        List();
    }

    /// <summary>False where there is no sense in asking this GPU anything more.</summary>
    public bool Read(NvmlDevice device, GpuPace due, GpuParts to, GpuAnswers answers)
    {
        Changed = false;
        if (valuesUpTo[(int)due] == 0)
        {
            return true;
        }

        var answer = device.Fields(values, valuesUpTo[(int)due]);
        if (!answer.IsOk)
        {
            Changed = answer.Outcome == NvmlOutcome.NotSupported;
            Array.Fill(off, true, 0, Changed ? off.Length : 0);
        }

        var goesOn = answer.IsOk || answers.Note(answer.Outcome, answer.Reason);
        for (var i = 0; i < partsUpTo[(int)due] && goesOn && answer.IsOk; i++)
        {
            goesOn = Take(parts[i], to, answers);
        }

        if (Changed)
        {
            List();
        }

        return goesOn;
    }

    private bool Take(Part part, GpuParts to, GpuAnswers answers)
    {
        var field = GpuFields.All[part.Field];
        var (value, answered, refused, fault) = (0L, 0, 0, -1);
        for (var i = part.First; i < part.First + part.Count; i++)
        {
            var outcome = Outcome(i);
            if (outcome is NvmlOutcome.Lost or NvmlOutcome.DriverGone)
            {
                return answers.Note(outcome, NvmlFieldValues.Answer(values[i]).Reason);
            }

            fault = outcome == NvmlOutcome.Failed ? i : fault;
            refused += outcome == NvmlOutcome.NotSupported ? 1 : 0;
            if (outcome == NvmlOutcome.Ok || (field.Kind == GpuFieldKind.LinkCounter && last[i] >= 0))
            {
                value = field.Kind == GpuFieldKind.LinkErrorRate ? NvmlFieldValues.WorseErrorRate(value, last[i]) : value + last[i];
                answered++;
            }
        }

        if (answered > 0)
        {
            field.Put(to[field.Pace], value, answered);
            return answers.Note(NvmlOutcome.Ok, "");
        }

        off[part.Field] = refused == part.Count;
        Changed |= off[part.Field];
        var told = NvmlFieldValues.Answer(values[fault < 0 ? part.First : fault]);
        return answers.Note(told.Outcome, told.Reason);
    }

    private NvmlOutcome Outcome(int i)
    {
        var outcome = NvmlFieldValues.OutcomeOf(values[i].Return);
        if (outcome != NvmlOutcome.Ok)
        {
            return outcome;
        }

        if (NvmlFieldValues.Number(values[i].ValueType, values[i].Value) is not { } number)
        {
            return NvmlOutcome.Failed;
        }

        last[i] = number;
        return NvmlOutcome.Ok;
    }

    private void List()
    {
        var (listed, asked) = (new List<Part>(), new List<NvmlLayouts.FieldValue>());
        for (var pace = GpuPace.Second; pace <= GpuPace.Minute; pace++)
        {
            for (var i = 0; i < off.Length; i++)
            {
                if (GpuFields.All[i].Pace == pace && IsBest(i))
                {
                    var first = asked.Count;
                    Ask(GpuFields.All[i], asked);
                    listed.Add(new Part(i, first, asked.Count - first));
                }
            }

            (valuesUpTo[(int)pace], partsUpTo[(int)pace]) = (asked.Count, listed.Count);
        }

        (parts, values, last) = ([.. listed], [.. asked], new long[asked.Count]);
        Array.Fill(last, -1);
    }

    private bool IsBest(int field)
    {
        for (var earlier = 0; earlier < field; earlier++)
        {
            if (!off[earlier] && GpuFields.All[earlier].Metric == GpuFields.All[field].Metric)
            {
                return false;
            }
        }

        return !off[field];
    }

    private void Ask(GpuField field, List<NvmlLayouts.FieldValue> asked)
    {
        foreach (var id in field.Fields)
        {
            for (var link = 0u; link < (field.IsOfEachLink ? links : 1); link++)
            {
                asked.Add(new() { FieldId = (uint)id, ScopeId = field.Kind == GpuFieldKind.AllLinks ? AllLinks : link });
            }
        }
    }

    /// <summary>Where the values of one field stand in the list.</summary>
    private readonly record struct Part(int Field, int First, int Count);
}
