using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Takes what agents answer to commands, inside the transaction that acknowledges it. Implemented further down the flow
/// (Commands); Link knows only this.</summary>
internal interface ICommandAnswers
{
    /// <summary>The first answer counts; one to a command that this Host was never given is ignored.</summary>
    Task RecordAsync(FleetDb db, HostIdentity host, CommandResult result, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <returns>Why the part of a file was not taken; null: it is stored, or was before.</returns>
    Task<string?> StoreAsync(FleetDb db, HostIdentity host, Chunk part, DateTimeOffset receivedAt, CancellationToken cancellationToken);
}
