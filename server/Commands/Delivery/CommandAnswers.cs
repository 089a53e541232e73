using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>What agents answer to commands: results, and files in parts.</summary>
internal sealed class CommandAnswers : ICommandAnswers
{
    public Task RecordAsync(FleetDb db, HostIdentity host, CommandResult result, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        CommandResults.RecordAsync(db, host, result, receivedAt, cancellationToken);

    public Task<string?> StoreAsync(FleetDb db, HostIdentity host, Chunk part, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        CommandFiles.StoreAsync(db, host, part, receivedAt, cancellationToken);
}
