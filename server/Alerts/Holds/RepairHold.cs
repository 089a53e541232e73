using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Alerts.Holds;

/// <summary>Which Conditions the work on a Host explains: whoever swaps a GPU need not be told that it is gone. Pure.</summary>
internal static class RepairHold
{
    /// <summary>The states in which hands are on a Host, or it was just given out of them.</summary>
    public static readonly DrainState[] AtWork = [DrainState.Working, DrainState.Validating];

    /// <summary>What endangers people and machines, and what tells of a stolen or a false identity, no work explains.</summary>
    private static readonly string[] AlwaysTold =
    [
        FaultCatalog.GpuTemperature.Code, FaultCatalog.PowerBrake.Code, FaultCatalog.HardwareSlowdown.Code, FaultCatalog.BmcSensorCritical.Code,
        FaultCatalog.HostDuplicated.Code, FaultCatalog.GpuClaimed.Code, FaultCatalog.CertificateSuperseded.Code,
    ];

    /// <summary>What a machine's reset or reboot does not explain of a part that it is not for.</summary>
    private static readonly string[] OfAPart =
    [
        FaultCatalog.EccUncorrected.Code, FaultCatalog.RowRemapFailure.Code, FaultCatalog.RowRemapPending.Code, FaultCatalog.SramThreshold.Code, FaultCatalog.SpareRows.Code,
        FaultCatalog.RetiredPagesPending.Code, FaultCatalog.RepairPending.Code, FaultCatalog.Risk.Code,
    ];

    /// <param name="drain">Of the Host's live Drain; null: it has none.</param>
    public static bool Holds(string code, DrainState? drain) =>
        drain is { } state && AtWork.Contains(state) && !IsAlwaysTold(code);

    /// <summary>The same of a Condition. What fired before the work at hand began is what the work is for, and nothing that it brought about.</summary>
    /// <param name="work">Null: the Host has no live Drain.</param>
    public static bool Holds(Condition condition, WorkOnHost? work) =>
        work is not null && Holds(condition.Code, work.Drain.State)
        && (work.Begun is null || condition.FiredAt is null || condition.FiredAt >= work.Begun)
        && !(work.IsByMachine && !work.IsFor(condition) && (OfAPart.Contains(condition.Code) || FaultCatalog.Xid.Has(condition.Code)));

    public static bool IsAlwaysTold(string code) => AlwaysTold.Contains(code) || FaultCatalog.BmcLog.Has(code);
}
