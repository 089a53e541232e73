using System.Collections.Immutable;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>What the technician is asked to do: the smallest work that can mend what was found. A part is taken out only for a fault
/// that a reset cannot clear; a memory error that the GPU can map away needs power off and on, not a new GPU.</summary>
/// <param name="Verb">For the ticket's Action line: "POWER-CYCLE".</param>
/// <param name="Title">For the subject.</param>
/// <param name="Power">What to know of the Host's power before touching it.</param>
/// <param name="Steps">What to do at the machine, in order.</param>
internal sealed record RepairJob(string Verb, string Title, string Power, ImmutableArray<string> Steps)
{
    private const string StillOn = "still ON; power off at the front panel before you open it";

    public static RepairJob For(TicketFacts facts)
    {
        var remedy = Remedy.Strongest(facts.Evidence.Select(item => item.Remedy));
        return (facts.Gpu, remedy) switch
        {
            (null, _) or (_, RemedyKind.None or RemedyKind.Inspect) => Inspect(),
            ({ } gpu, RemedyKind.Replace) => Replace(gpu),
            ({ } gpu, RemedyKind.Reseat) => Reseat(gpu),
            // Who stands before the Host restarts and resets all of it at its power button.
            ({ } gpu, RemedyKind.RestartInferenceServer or RemedyKind.ResetGpu or RemedyKind.Reboot or RemedyKind.PowerCycle) => PowerCycle(gpu),
            _ => throw new ArgumentOutOfRangeException(nameof(facts), remedy, "There is no such remedy."),
        };
    }

    private static RepairJob Replace(TicketGpu gpu) => new(
        $"REPLACE GPU {gpu.Index}",
        $"replace GPU {gpu.Index}, serial {gpu.Serial}",
        StillOn,
        [
            $"Power off. Take out GPU {gpu.Index} ({gpu.Place}). Compare its serial with {gpu.Serial}.",
            "Put in the replacement; seat it, fix the bracket and the power cables.",
            "Write both serials into this ticket. Power on.",
        ]);

    private static RepairJob Reseat(TicketGpu gpu) => new(
        $"RESEAT GPU {gpu.Index}",
        $"reseat GPU {gpu.Index}, serial {gpu.Serial}",
        StillOn,
        [
            $"Power off. Take out GPU {gpu.Index} ({gpu.Place}). Compare its serial with {gpu.Serial}.",
            "Look at its connector, riser and power cables; photograph any damage. Put the same GPU back, seat it, fix the bracket and the cables.",
            "Power on. Write into this ticket what you saw.",
        ]);

    private static RepairJob PowerCycle(TicketGpu gpu) => new(
        "POWER-CYCLE THE HOST",
        $"power-cycle the host, it resets GPU {gpu.Index}, serial {gpu.Serial}",
        "still ON; nothing is to be opened",
        [
            "Power off at the front panel. Wait 30 seconds. Power on.",
            "Take no part out: power off and on resets the GPU, and it replaces bad memory by itself.",
        ]);

    private static RepairJob Inspect() => new(
        "INSPECT",
        "inspect the host",
        StillOn,
        [
            "Look for lit fault lights, loose cables and stopped fans; take a photograph.",
            "Do what the evidence below asks for. Power on if it is off.",
        ]);
}
