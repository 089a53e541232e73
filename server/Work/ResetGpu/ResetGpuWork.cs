using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.ResetGpu;

/// <summary>The agent resets one GPU by NVIDIA's driver.</summary>
internal sealed class ResetGpuWork(TimeProvider time) : CommandWork(new GpuResetKind(), time)
{
    public override WorkKind Kind => WorkKind.ResetGpu;

    public override string Name => "GPU reset";

    /// <summary>Even if busy: the Host is proven to serve nothing, and of a GPU that fell off the bus nobody can list the processes. While
    /// one holds the GPU open nvidia-smi refuses all the same.</summary>
    protected override Command Order(string target) => new() { GpuReset = new GpuReset { GpuUuid = target, EvenIfBusy = true } };

    protected override WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now) => GpuProof.Judge(step.Target ?? "", facts, now);
}
