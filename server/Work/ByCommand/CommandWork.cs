using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>A work that one command to the Host's agent does. That the agent says so is not its proof.</summary>
/// <param name="command">The kind of the command; its argument that must be there is the work's target.</param>
internal abstract class CommandWork(ICommandKind command, TimeProvider time) : IWork
{
    private readonly CommandDescriptor descriptor = command.Descriptor;

    public abstract WorkKind Kind { get; }

    public abstract string Name { get; }

    public WorkOffer Offer => new(Title, Says) { Target = descriptor.Arguments.SingleOrDefault(argument => argument.IsRequired) };

    protected virtual string Title => descriptor.Title;

    protected virtual string Says => descriptor.Says;

    public string? WhyNot(string? target, WorkRequest request) =>
        descriptor.NeedsReason && string.IsNullOrWhiteSpace(request.Reason)
            ? $"Say why: {descriptor.Name} needs a reason."
            : ArgumentVerdict.WhyNonsense(descriptor, CommandFields.Action(Order(target ?? "")), request.HostName, request.Gpus);

    public async Task<WorkReference?> BeginAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(step, db, cancellationToken) is { } begun)
        {
            return new WorkReference(begun.Id, begun.Text) { BootBefore = step.BootBefore };
        }

        var drain = await db.Drains.FindAsync([step.DrainId], cancellationToken)
            ?? throw new InvalidOperationException($"A step of the drain {step.DrainId}, which does not exist.");
        // A GPU that was taken out since it was planned is named all the same: its agent says that it is not there.
        var gpus = await db.Gpus.Where(gpu => gpu.HostId == drain.HostId || gpu.Uuid == step.Target)
            .ToDictionaryAsync(gpu => gpu.Uuid, gpu => gpu.Index, cancellationToken);
        var order = Order(step.Target ?? "");
        var owed = descriptor.Order(drain.HostId, order, command.Text(order, gpus), "system", drain.Reason, time.GetUtcNow(), drain.Id);
        db.Add(owed);
        return new WorkReference(owed.Id, owed.Text)
        {
            BootBefore = descriptor.EndsBoot
                ? await db.Hosts.Where(host => host.Id == drain.HostId).Select(host => host.SpeakerBootId).SingleAsync(cancellationToken)
                : null,
        };
    }

    public async Task<WorkReading> ObserveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) =>
        await FindAsync(step, db, cancellationToken) is { } owed
            ? CommandReading.Of(owed, owed.State == CommandState.Done ? await ProofAsync(step, owed, db, cancellationToken) : null, time.GetUtcNow())
            : CommandReading.Lost;

    public async Task<string?> ProveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(step, db, cancellationToken) is not { } owed)
        {
            return step.State == WorkStepState.Failed ? null : CommandReading.Lost.Sentence;
        }

        var proof = await ProofAsync(step, owed, db, cancellationToken);
        // It failed, and a person did it by hand. What nothing can prove any more stands on that word: the Host is proven after the plan.
        return step.State == WorkStepState.Failed && proof.IsFinal ? null : proof.Missing;
    }

    public async Task EndAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        if (step.ReferenceId is { } id)
        {
            await CommandWithdrawals.WithdrawAsync(db, id, "system", "the drain that it was to do the work of is over", time.GetUtcNow(), cancellationToken);
        }
    }

    /// <param name="target">Empty: none.</param>
    protected abstract Command Order(string target);

    /// <summary>What is seen of the work after the agent's answer, by something else than its word where there is anything. Pure.</summary>
    protected abstract WorkProof Judge(WorkStep step, ProofFacts facts, DateTimeOffset now);

    private async Task<WorkProof> ProofAsync(WorkStep step, AgentCommand owed, FleetDb db, CancellationToken cancellationToken) =>
        Judge(step, await ProofReader.ReadAsync(db, owed, cancellationToken), time.GetUtcNow());

    private static async Task<AgentCommand?> FindAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => step.ReferenceId is { } id
        ? await db.AgentCommands.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
        : null;
}
