using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.RestartUnit;

/// <summary>The agent restarts a systemd unit: the inference server.</summary>
internal sealed class RestartUnitWork(TimeProvider time) : CommandWork(new RestartUnitKind(), time)
{
    public override WorkKind Kind => WorkKind.RestartUnit;

    public override string Name => "restart of a service";

    protected override Command Order(string target) => new() { RestartUnit = new Proto.Link.RestartUnit { Unit = target } };

    protected override WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now) => ServersProof.Judge(facts, now);
}
