using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Work;

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

    /// <param name="drain">Of the Host's live Drain; null: it has none.</param>
    public static bool Holds(string code, DrainState? drain) =>
        drain is { } state && AtWork.Contains(state) && !AlwaysTold.Contains(code) && !FaultCatalog.BmcLog.Has(code);
}
