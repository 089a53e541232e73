using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.Reboot;

/// <summary>Boots the Host anew, by its own system.</summary>
internal sealed class RebootWork(TimeProvider time) : CommandWork(new RebootKind(), time)
{
    public override WorkKind Kind => WorkKind.Reboot;

    public override string Name => "reboot";

    protected override Command Order(string target) => new() { Reboot = new Proto.Link.Reboot() };

    protected override WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now) => BootProof.Judge(step.BootBefore, facts, now);
}
