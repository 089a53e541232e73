using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Memory;

/// <summary>A memory channel or a TPC that the GPU mends with its next reset (nvmlDeviceGetRepairStatus).</summary>
internal sealed class RepairPendingRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.RepairPending, hold: TimeSpan.Zero, keep: TimeSpan.Zero))
{
    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        (reading.HasChannelRepairPending, reading.HasTpcRepairPending) == (false, false) ? null : reading.ChannelRepairPending != 0 || reading.TpcRepairPending != 0;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.RepairPending,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{gpu.Label} has a {(reading.ChannelRepairPending != 0 ? "memory channel" : "TPC")} to repair at its next reset.",
        Remedy = Remedy.Of(RemedyKind.ResetGpu, gpu.Uuid),
        Action = "Drain the Host in the next Window and reset the GPU.",
        Evidence = new Dictionary<string, string>
        {
            ["channel_repair_pending"] = reading.ChannelRepairPending != 0 ? "1" : "0",
            ["tpc_repair_pending"] = reading.TpcRepairPending != 0 ? "1" : "0",
        },
    };
}
