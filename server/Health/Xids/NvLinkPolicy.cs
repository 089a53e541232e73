using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>Decides what follows from an NVLink error: 144 to 150 by the catalogue's row for their unit, interrupt and status, 74 by
/// its registers, and where neither tells, by the line's own word. Pure.</summary>
internal static class NvLinkPolicy
{
    private const int Earlier = 74;

    /// <summary>Bits of XID 74's registers that call for nothing: WORKFLOW_NVLINK_ERR of NVIDIA's catalogue. First register: 0, 23 and 30
    /// "can be safely ignored". Fifth: 20, 23, 26 and 29, "a threshold of ECC errors being exceeded ... Continue operation".</summary>
    private static readonly uint[] Ignorable = [1u << 0 | 1u << 23 | 1u << 30, 0, 0, 0, 1u << 20 | 1u << 23 | 1u << 26 | 1u << 29];

    /// <summary>The same workflow, first register: 8, 9, 12, 16, 17, 24, 28 "check link mechanical connections and re-seat", and 21, 22 "marginal
    /// channel SI issue".</summary>
    private const uint Mechanical = 1u << 8 | 1u << 9 | 1u << 12 | 1u << 16 | 1u << 17 | 1u << 24 | 1u << 28 | 1u << 21 | 1u << 22;

    private static readonly XidJudgement CheckLink = new(Severity.Warning, DrainAdvice.None, RemedyKind.Inspect, "Have remote hands check the link's cable and connector.");
    private static readonly XidJudgement AsTheGpuAsks = new(Severity.Warning, DrainAdvice.None, RemedyKind.None, "Do what the GPU asks for next (XID 154); a program on it has ended.");
    private static readonly XidJudgement TakenDown = new(Severity.Warning, DrainAdvice.None, RemedyKind.Inspect, "Find out what software took the link down, on this Host or at its other end.");

    /// <returns>Null: not NVLink's, or nothing is told but the number.</returns>
    public static XidJudgement? Judge(int xid, XidDetail told) => xid switch
    {
        Earlier when told.Severity.Length > 0 => IsIgnorable(told.Registers) ? XidJudgement.Nothing : ByRegisters(told),
        // XIDs 144 to 150 (NVLINK_SAW_ERROR to NVLINK_MSE_ERROR) are those that the catalogue decodes.
        >= 144 and <= 150 when told.Severity.Length > 0 => NvLinkCatalog.Find(xid, told) is { } row ? ByRow(row) : ByWord(told),
        _ => null,
    };

    private static XidJudgement ByRow(NvLinkRow row) => row switch
    {
        { Immediate: "RESET_GPU" } => XidJudgement.Reset with { Action = ResetAnd(row.Investigatory) },
        { Immediate: "XID_154_EVAL" } => AsTheGpuAsks,
        { Investigatory: "INVESTIGATE_LINK_SI_AND_CABLES" } => CheckLink,
        // "Link Fatal" and yet IGNORE: NETIR sub-codes 38 and 40, whose cause is software that closed the link.
        { Severity: "Fatal" or "Link Fatal" } => TakenDown,
        // "Non-fatal*": packets of a peer are lost, and a reset is the second action.
        { Severity: "Non-fatal*" } => XidJudgement.Watch,
        _ => XidJudgement.Nothing,
    };

    private static string ResetAnd(string investigatory) => investigatory switch
    {
        "INVESTIGATE_PEER_DEVICE" => "Drain the Host now and reset the GPU; then look at the device at the link's other end.",
        "INVESTIGATE_LINK_SI" or "INVESTIGATE_LINK_SI_AND_CABLES" or "INVESTIGATE_SW_USER_LINK_SI" =>
            "Drain the Host now and reset the GPU; have the link's cable and connector checked.",
        _ => XidJudgement.Reset.Action,
    };

    private static XidJudgement ByWord(XidDetail told) => told.IsFatal ? XidJudgement.Reset : XidJudgement.Watch;

    private static XidJudgement ByRegisters(XidDetail told)
    {
        var judged = ByWord(told);
        return told.Registers.Count == 0 || (told.Registers[0] & Mechanical) == 0 ? judged
            : told.IsFatal ? judged with { Action = ResetAnd("INVESTIGATE_LINK_SI") }
            : CheckLink;
    }

    // Registers that are all nought say nothing: then the word decides.
    private static bool IsIgnorable(IReadOnlyList<uint> registers) =>
        registers.Any(register => register != 0)
        && registers.Select((register, place) => register & ~(place < Ignorable.Length ? Ignorable[place] : 0)).All(left => left == 0);
}
