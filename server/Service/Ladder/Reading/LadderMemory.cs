using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder.Reading;

/// <summary>What machines tried on a Host before, out of the works of its Drains: every replica knows it, and each after a restart.</summary>
internal static class LadderMemory
{
    public static async Task<IReadOnlyList<TriedWork>> ReadAsync(
        FleetDb db, Guid hostId, IReadOnlyDictionary<string, LadderGpu> gpus, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - LadderBounds.Memory;
        var kinds = RungKinds.Machine.ToArray();
        var rows = await (
            from step in db.WorkSteps.AsNoTracking()
            join drain in db.Drains.AsNoTracking() on step.DrainId equals drain.Id
            where drain.HostId == hostId && step.BegunAt > since && kinds.Contains(step.Kind)
            orderby step.BegunAt
            select new
            {
                Step = step,
                drain.State,
                Command = db.AgentCommands.Where(command => command.Id == step.ReferenceId)
                    .Select(command => new { command.State, command.SentAt }).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var serials = await db.Gpus.AsNoTracking().Where(gpu => gpu.Serial != "").ToDictionaryAsync(gpu => gpu.Uuid, gpu => gpu.Serial, cancellationToken);
        return rows.ConvertAll(row => new TriedWork(
            row.Step.DrainId, row.Step.Kind, Named(row.Step.Target, serials, gpus), row.Step.BegunAt!.Value,
            Reached: row.Command is null || !(row.Command.State == CommandState.Refused || (row.Command.State == CommandState.Expired && row.Command.SentAt is null)),
            IsProven: row.Step.ProvenAt is not null,
            Helped: row.Step.State == WorkStepState.PassedOver || row.Step.State == WorkStepState.Failed ? false : row.State == DrainState.Closed ? true : null));
    }

    /// <summary>Those of the Hosts on which a machine tried anything.</summary>
    public static async Task<HashSet<Guid>> RepairedAsync(FleetDb db, List<Guid> hosts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - LadderBounds.Memory;
        var kinds = RungKinds.Machine.ToArray();
        return await (
            from step in db.WorkSteps
            join drain in db.Drains on step.DrainId equals drain.Id
            where hosts.Contains(drain.HostId) && step.BegunAt > since && kinds.Contains(step.Kind)
            select drain.HostId).ToHashSetAsync(cancellationToken);
    }

    /// <summary>The same board under another UUID is the same GPU: its serial says so.</summary>
    private static string? Named(string? target, Dictionary<string, string> serials, IReadOnlyDictionary<string, LadderGpu> gpus) =>
        target is null || gpus.ContainsKey(target) || !serials.TryGetValue(target, out var serial)
            ? target
            : gpus.Where(gpu => gpu.Value.Serial == serial).Select(gpu => gpu.Key).FirstOrDefault(target);
}
