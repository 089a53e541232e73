using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>Which of a GPU's NVLinks are down or have counted errors. The sums say whether there are any: only then are the links asked
/// one by one, so that a GPU without trouble costs no call. Whoever repairs it needs the link: it is a cable, or a port of a switch.</summary>
internal sealed class GpuTroubledLinks(uint links)
{
    private static readonly (NvmlField Field, Action<NvLinkReading, ulong> Put)[] Asked =
    [
        (NvmlField.NvLinkState, static (to, value) => to.Up = value != 0),
        (NvmlField.NvLinkLinkCrcErrors, static (to, value) => to.CrcErrors = value),
        (NvmlField.NvLinkLinkReplays, static (to, value) => to.Replays = value),
        (NvmlField.NvLinkLinkRecoveries, static (to, value) => to.Recoveries = value),
        (NvmlField.NvLinkGoodRecoveries, static (to, value) => to.Recoveries = value),
        (NvmlField.NvLinkFailedRecoveries, static (to, value) => to.FailedRecoveries = value),
        (NvmlField.NvLinkIntegrityErrors, static (to, value) => to.IntegrityErrors = value),
        (NvmlField.NvLinkMalformedPackets, static (to, value) => to.MalformedPackets = value),
        (NvmlField.NvLinkReceiveErrors, static (to, value) => to.ReceiveErrors = value),
    ];

    // Places in Asked; those that no link of this GPU supports leave it.
    private int[] listed = [];
    private NvmlLayouts.FieldValue[] values = [];
    private bool isListed;

    /// <summary>MIG was switched: what was not supported may be now.</summary>
    public void AskAnew() => isListed = false;

    /// <summary>In a slower round, behind the sums. False where there is no sense in asking this GPU anything more.</summary>
    public bool Read(NvmlDevice device, GpuParts parts, GpuAnswers answers)
    {
        if (!IsTroubled(parts[GpuPace.Second]) && !IsTroubled(parts[GpuPace.TenSeconds]))
        {
            return true;
        }

        if (!isListed)
        {
            List([.. Enumerable.Range(0, Asked.Length)]);
        }

        if (values.Length == 0)
        {
            return true;
        }

        var answer = device.Fields(values, values.Length);
        return answer.Outcome switch
        {
            NvmlOutcome.Ok => Take(parts[GpuPace.TenSeconds], answers),
            NvmlOutcome.NotSupported => List([]),
            _ => answers.Note(answer.Outcome, answer.Reason),
        };
    }

    private static bool IsTroubled(GpuReading read) =>
        (read.NvlinkLinksDown | read.NvlinkCrcErrors | read.NvlinkReplays | read.NvlinkRecoveries | read.NvlinkFailedRecoveries
            | read.NvlinkIntegrityErrors | read.NvlinkMalformedPackets | read.NvlinkReceiveErrors) != 0;

    private static bool IsTroubled(NvLinkReading link) =>
        (link.HasUp && !link.Up) || (link.CrcErrors | link.Replays | link.Recoveries | link.FailedRecoveries
            | link.IntegrityErrors | link.MalformedPackets | link.ReceiveErrors) != 0;

    private bool List(int[] fields)
    {
        (listed, isListed) = (fields, true);
        values = new NvmlLayouts.FieldValue[fields.Length * links];
        for (var place = 0; place < values.Length; place++)
        {
            values[place] = new() { FieldId = (uint)Asked[fields[place / (int)links]].Field, ScopeId = (uint)(place % links) };
        }

        return true;
    }

    /// <summary>A link that does not answer is not told of: the sums say how many are up.</summary>
    private bool Take(GpuReading to, GpuAnswers answers)
    {
        var refused = new int[listed.Length];
        for (var link = 0u; link < links; link++)
        {
            var one = new NvLinkReading { Link = link };
            for (var field = 0; field < listed.Length; field++)
            {
                var told = values[field * links + link];
                var outcome = NvmlFieldValues.OutcomeOf(told.Return);
                if (outcome is NvmlOutcome.Lost or NvmlOutcome.DriverGone)
                {
                    return answers.Note(outcome, NvmlFieldValues.Answer(told).Reason);
                }

                refused[field] += outcome == NvmlOutcome.NotSupported ? 1 : 0;
                if (outcome == NvmlOutcome.Ok && NvmlFieldValues.Number(told.ValueType, told.Value) is >= 0 and var value)
                {
                    Asked[listed[field]].Put(one, (ulong)value);
                }
            }

            if (IsTroubled(one))
            {
                to.Links.Add(one);
            }
        }

        return Array.TrueForAll(refused, count => count < links) || List([.. listed.Where((_, field) => refused[field] < links)]);
    }
}
