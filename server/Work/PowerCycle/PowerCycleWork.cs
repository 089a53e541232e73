using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.PowerCycle;

/// <summary>Power off and on by the Host's BMC: by its own agent, or by its BMC gateway where that is silent.</summary>
internal sealed class PowerCycleWork(TimeProvider time) : CommandWork(new PowerCycleKind(), time)
{
    public override WorkKind Kind => WorkKind.PowerCycle;

    public override string Name => "power cycle";

    protected override Command Order(string target) => new() { PowerCycle = new Proto.Link.PowerCycle() };

    protected override WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now) => BootProof.Judge(step.BootBefore, facts, now);
}
