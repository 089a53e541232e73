using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Proposals;

/// <summary>A person cancelled a Drain for these very Conditions. They are proposed again after a while, for they still fire; but what a
/// person said no to, a person decides, and no policy.</summary>
internal static class PersonsNo
{
    /// <summary>How long a Drain answers its Conditions after its end: one that called for it now, and any other.</summary>
    public static readonly TimeSpan Urgent = TimeSpan.FromHours(1);
    public static readonly TimeSpan CanWait = TimeSpan.FromHours(24);

    /// <summary>Whether all that calls for the Drain now was refused by a person before.</summary>
    public static async Task<bool> HoldsAsync(FleetDb db, Drain drain, IEnumerable<Condition> firing, CancellationToken cancellationToken)
    {
        var calling = firing.Where(condition => condition.Drain == DrainAdvice.Now && drain.Conditions.Contains(condition.Id)).Select(condition => condition.Id).ToList();
        if (calling.Count == 0)
        {
            return false;
        }

        var refused = await Refused(db, drain.HostId).Where(row => row.Id != drain.Id).SelectMany(row => row.Conditions).ToListAsync(cancellationToken);
        return calling.TrueForAll(refused.Contains);
    }

    public static IQueryable<Drain> Refused(FleetDb db, Guid hostId) =>
        db.Drains.AsNoTracking().Where(row => row.HostId == hostId && row.State == DrainState.Cancelled && row.CancelledBy != null);
}
