using System.Collections.Immutable;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>What a technician is asked to do to one GPU, or to the Host itself: what the remedies of its own Conditions are, and nothing else.</summary>
/// <param name="Gpu">Null: the Host.</param>
/// <param name="Kind">The deepest remedy of its Conditions: it mends the others too.</param>
/// <param name="Verb">For the ticket's Action line: "POWER-CYCLE THE HOST".</param>
/// <param name="Title">For the subject.</param>
/// <param name="Steps">What to do at the machine, in order.</param>
internal sealed record RepairWork(TicketGpu? Gpu, RemedyKind Kind, string Verb, string Title, ImmutableArray<string> Steps)
{
    /// <summary>Whether the Host must be opened for it.</summary>
    public bool Opens => Kind is RemedyKind.Reseat or RemedyKind.Replace;

    /// <summary>The works of all that was found, the deepest first. At least one: a person who asks for hands wants somebody to look.</summary>
    public static ImmutableArray<RepairWork> Of(IReadOnlyList<TicketEvidence> evidence)
    {
        ImmutableArray<RepairWork> works =
        [
            .. evidence.Where(item => item.Remedy != RemedyKind.None)
                .GroupBy(item => item.Gpu)
                .Select(of => Of(of.Key, [.. of]))
                .OrderByDescending(work => work.Kind).ThenBy(work => work.Gpu?.Index ?? int.MaxValue),
        ];
        return works.IsEmpty ? [Inspect(null, [])] : works;
    }

    private static RepairWork Of(TicketGpu? gpu, IReadOnlyList<TicketEvidence> found) => (gpu, Remedy.Strongest(found.Select(item => item.Remedy))) switch
    {
        (_, RemedyKind.Inspect) => Inspect(gpu, found),
        // A part that nobody can name is taken out by nobody.
        (null, RemedyKind.Reseat or RemedyKind.Replace) => Inspect(null, found),
        ({ } part, RemedyKind.Replace) => Replace(part),
        ({ } part, RemedyKind.Reseat) => Reseat(part),
        // Who stands before the Host restarts and resets all of it at its power button.
        (_, RemedyKind.RestartInferenceServer or RemedyKind.ResetGpu or RemedyKind.Reboot or RemedyKind.PowerCycle) and var (_, kind) => PowerCycle(gpu, kind),
        var (_, remedy) => throw new ArgumentOutOfRangeException(nameof(found), remedy, "There is no such remedy."),
    };

    private static RepairWork Replace(TicketGpu gpu) => new(
        gpu, RemedyKind.Replace, $"REPLACE GPU {gpu.Index}", $"replace GPU {gpu.Index}, serial {gpu.Serial}",
        [
            $"Power off. Take out GPU {gpu.Index} ({gpu.Place}). Compare its serial with {gpu.Serial}.",
            "Put in the replacement; seat it, fix the bracket and the power cables.",
            "Write both serials into this ticket. Power on.",
        ]);

    private static RepairWork Reseat(TicketGpu gpu) => new(
        gpu, RemedyKind.Reseat, $"RESEAT GPU {gpu.Index}", $"reseat GPU {gpu.Index}, serial {gpu.Serial}",
        [
            $"Power off. Take out GPU {gpu.Index} ({gpu.Place}). Compare its serial with {gpu.Serial}.",
            "Look at its connector, riser and power cables; photograph any damage. Put the same GPU back, seat it, fix the bracket and the cables.",
            "Power on. Write into this ticket what you saw.",
        ]);

    private static RepairWork PowerCycle(TicketGpu? gpu, RemedyKind kind) => gpu is null
        ? new(null, kind, "POWER-CYCLE THE HOST", "power-cycle the host", ["Power-cycle the host: power off, wait 30 seconds, power on. Take no part out."])
        : new(
            gpu, kind, "POWER-CYCLE THE HOST", $"power-cycle the host, it resets GPU {gpu.Index}, serial {gpu.Serial}",
            [
                $"Power-cycle the host for GPU {gpu.Index} ({gpu.Place}, serial {gpu.Serial}): power off, wait 30 seconds, power on. Once serves all. "
                    + "It resets the GPU, which stays in its slot.",
            ]);

    /// <summary>The finding's own words say what is to be looked at: nothing else is known.</summary>
    private static RepairWork Inspect(TicketGpu? gpu, IReadOnlyList<TicketEvidence> found)
    {
        var part = gpu is null ? "the host" : $"GPU {gpu.Index}, serial {gpu.Serial}";
        return new(
            gpu, RemedyKind.Inspect, gpu is null ? "INSPECT" : $"INSPECT GPU {gpu.Index}", $"inspect {part}",
            found.Count == 0
                ? ["Look for lit fault lights, loose cables and stopped fans; take a photograph.", "Do what \"Why\" above asks for."]
                : [.. found.Where(item => item.Remedy != RemedyKind.None).Select(item => $"{item.Sentence} {item.Action}").Distinct()]);
    }
}
