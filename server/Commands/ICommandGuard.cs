using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Commands;

/// <summary>The N+k guard, for commands that disturb a Host in service: while one does, its Pool has a Host less, as by a drain. The guard's own
/// room implements it.</summary>
internal interface ICommandGuard
{
    /// <summary>Takes the Host, which is in service and in a Pool, out of the Pool's budget. In the caller's transaction, which must be open.</summary>
    /// <param name="answerBy">No answer to the command is waited for after it.</param>
    /// <param name="forced">Two persons want it though the Pool cannot spare the Host.</param>
    Task<GuardWord> ReserveAsync(
        FleetDb db, Fleet.Host host, Guid commandId, DateTimeOffset answerBy, bool forced, CancellationToken cancellationToken);

    /// <summary>What <see cref="ReserveAsync"/> would say now, without a lock and without any effect.</summary>
    /// <param name="scope">Of whoever asks: other Sites' Hosts are not named.</param>
    Task<Wire.GuardVerdict> PreviewAsync(FleetDb db, Fleet.Host host, SiteScope scope, CancellationToken cancellationToken);
}

/// <summary>The guard's word on one command.</summary>
/// <param name="Sentence">With the arithmetic.</param>
/// <param name="MayBeForced">Where it refuses: two persons may have it all the same.</param>
internal sealed record GuardWord(bool Allowed, string Sentence, bool MayBeForced);
