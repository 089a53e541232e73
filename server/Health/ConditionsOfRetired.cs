using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health;

/// <summary>Nothing is wrong any more with a Host that is not there: its Conditions end, and with them their alerts.</summary>
internal sealed class ConditionsOfRetired : IHostRetirement
{
    public const string Because = "Its Host was taken out of the fleet.";

    public async Task EndAsync(FleetDb db, Fleet.Host host, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var condition in await ConditionStore.OpenAsync(db, host.Id, cancellationToken))
        {
            if (condition.State == ConditionState.Pending)
            {
                // Nobody was told of it.
                db.Remove(condition);
            }
            else
            {
                ConditionStore.Resolve(db, condition, actor, Because, host.SiteId, now);
            }
        }
    }
}
