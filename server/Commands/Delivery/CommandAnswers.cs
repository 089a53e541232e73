using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>What agents answer to commands: results, and files in parts.</summary>
internal sealed class CommandAnswers(AgentJournal journal) : ICommandAnswers
{
    public Task RecordAsync(FleetDb db, HostIdentity host, CommandResult result, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        CommandResults.RecordAsync(db, host, result, receivedAt, cancellationToken);

    public async Task<string?> StoreAsync(FleetDb db, HostIdentity host, Chunk part, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var refusal = await CommandFiles.StoreAsync(db, host, part, receivedAt, cancellationToken);
        journal.Count(host.Id, "parts of files not taken", refusal is null ? 0 : 1);
        return refusal;
    }
}
