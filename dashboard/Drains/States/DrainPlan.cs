using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>Where a drain's plan stands.</summary>
internal static class DrainPlan
{
    /// <summary>The first work that is neither proven nor passed over; null: none is left.</summary>
    public static DrainWork? AtHand(Drain drain) => drain.Works.FirstOrDefault(work => work.State is not (WorkState.Proven or WorkState.PassedOver));

    public static bool IsLast(Drain drain) => AtHand(drain) is not { } work || work.Ordinal == drain.Works[^1].Ordinal;

    /// <summary>A work failed, and nobody has said since that it is done by hand.</summary>
    public static bool WaitsForAPerson(Drain drain) => drain.State == DrainState.Working && AtHand(drain) is { State: WorkState.Failed, DoneBy: "" };

    /// <summary>A person's word that the work is done counts now.</summary>
    public static bool TakesAPersonsWord(Drain drain) => drain.State switch
    {
        DrainState.Working => AtHand(drain) is null or { State: WorkState.Begun, ByPerson: true } or { State: WorkState.Failed },
        // A repair that was not proven is made again.
        DrainState.Validating => true,
        _ => false,
    };

    /// <summary>"Work 2 of 3", or "Work" where it is the only one.</summary>
    public static string Place(Drain drain) => AtHand(drain) is { } work && drain.Works.Count > 1 ? $"Work {work.Ordinal} of {drain.Works.Count}" : "Work";

    /// <summary>All of it, in the middle of a sentence: "remote hands, then a reboot".</summary>
    public static string Sentence(Drain drain) => string.Join(", then ", drain.Works.Select(WorkLook.Name));
}
