using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.Soak;

/// <summary>The long diagnostic of all GPUs, for up to more than an hour, before the Host serves again.</summary>
internal sealed class SoakWork(TimeProvider time) : CommandWork(new DiagnoseKind(), time)
{
    public override WorkKind Kind => WorkKind.Soak;

    public override string Name => "soak";

    protected override string Title => "Soak";

    protected override string Says => "The long diagnostic of all GPUs, for up to more than an hour.";

    protected override Command Order(string target) => new() { Diagnose = new Diagnose { Level = SoakProof.Level } };

    protected override WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now) => SoakProof.Judge(facts.Answer);
}
