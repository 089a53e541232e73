using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.ResetGpu;

/// <summary>Whether a GPU is well read after its reset, and asks for no other. Pure.</summary>
internal static class GpuProof
{
    public static WorkProof Judge(string uuid, ProofFacts facts, DateTimeOffset now)
    {
        if (FreshReading.WhyNot(facts, now) is { } missing)
        {
            return WorkProof.NotYet(missing);
        }

        return facts.Frame!.Gpus.FirstOrDefault(gpu => gpu.Uuid == uuid) switch
        {
            null => WorkProof.NotYet($"{uuid} to be among the GPUs that are read"),
            { State: not GpuReading.Types.State.Present } gpu => WorkProof.NotYet(
                $"GPU {gpu.Index} to be readable: it is {gpu.State}{(gpu.Error.Length > 0 ? $", {gpu.Error}" : "")}"),
            // NVML field 230. A driver that does not tell asks for nothing that we know of.
            { HasRecoveryAction: true } gpu when Asked(gpu.RecoveryAction) is { } asked => WorkProof.NotYet($"GPU {gpu.Index} to ask for no {asked} any more"),
            _ => WorkProof.Proven,
        };
    }

    /// <summary>Null: it is nothing that a reset should have ended.</summary>
    private static string? Asked(long recoveryAction) => recoveryAction switch
    {
        1 => "reset",
        2 => "boot of the host",
        4 => "drain and reset",
        _ => null,
    };
}
