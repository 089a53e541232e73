using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>Reads what may prove a work.</summary>
internal static class ProofReader
{
    public static async Task<ProofFacts> ReadAsync(FleetDb db, AgentCommand command, CancellationToken cancellationToken)
    {
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == command.HostId, cancellationToken);
        var frame = heartbeat?.Frame is { } bytes ? Frame.Parser.ParseFrom(bytes) : null;
        return new ProofFacts
        {
            AnsweredAt = command.DoneAt ?? (command.SentAt is null ? command.ExpiresAt : command.AnswerBy ?? command.ExpiresAt),
            Answer = JsonSerializer.Deserialize<Dictionary<string, string>>(command.Proof) ?? [],
            Frame = frame,
            HeardAt = heartbeat?.HeardAt,
            ReadAt = frame?.At?.ToDateTimeOffset() - heartbeat?.ClockSkew,
            Boot = await db.Hosts.Where(host => host.Id == command.HostId).Select(host => host.SpeakerBootId).SingleAsync(cancellationToken),
            IsDuplicated = await db.Conditions.AnyAsync(
                condition => condition.HostId == command.HostId && condition.Code == FaultCatalog.HostDuplicated.Code && condition.State == ConditionState.Firing,
                cancellationToken),
        };
    }
}
