using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Retirement;

/// <summary>Takes a Host out of the fleet: it was sold, or given back. Its history stays; its certificates end, and so its agent's stream.</summary>
internal sealed class HostRetirement(IEnumerable<IHostRetirement> parts, TimeProvider time)
{
    private readonly IHostRetirement[] parts = [.. parts];

    /// <param name="together">The Hosts that are taken out in one go, this one among them: they do not hold up one another.</param>
    /// <returns>What stands against it; none: nothing.</returns>
    public async Task<IReadOnlyList<string>> AgainstAsync(FleetDb db, Host host, IReadOnlySet<string> together, CancellationToken cancellationToken)
    {
        var against = new List<string>();
        var served = await db.Hosts.Where(other => other.BmcGatewayId == host.Id).Select(other => other.Name).OrderBy(name => name).ToListAsync(cancellationToken);
        if (served.Where(name => !together.Contains(name)).ToList() is { Count: > 0 } others)
        {
            against.Add($"it is the bmcGateway of {string.Join(", ", others)}: give {(others.Count == 1 ? "that one" : "those")} another");
        }

        foreach (var part in parts)
        {
            if (await part.AgainstAsync(db, host, cancellationToken) is { } why)
            {
                against.Add(why);
            }
        }

        return against;
    }

    /// <summary>In the caller's transaction, which must be open.</summary>
    /// <param name="because">" Reason: sold." or nothing.</param>
    public async Task RetireAsync(FleetDb db, Host host, string actor, string because, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Enrollment.RevokeAsync(db, (host.Id, host.Name), actor, now, cancellationToken);
        foreach (var part in parts)
        {
            await part.EndAsync(db, host, actor, now, cancellationToken);
        }

        foreach (var served in await db.Hosts.Where(other => other.BmcGatewayId == host.Id).ToListAsync(cancellationToken))
        {
            served.BmcGatewayId = null;
        }

        // Its GPUs may turn up in another Host: they are nobody's from here on.
        foreach (var gpu in await db.Gpus.Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null).ToListAsync(cancellationToken))
        {
            gpu.RemovedAt = now;
        }

        db.Add(new JournalEntry
        {
            At = now,
            Actor = actor,
            Kind = JournalKinds.FleetRetired,
            SiteId = host.SiteId,
            HostId = host.Id,
            Summary = $"{actor} took {host.Name} out of the fleet.{because}",
        });
        (host.RetiredAt, host.PoolId, host.BmcGatewayId) = (now, null, null);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>One that was retired is declared again: it begins anew, and what was last heard of it in its former life counts for nothing.</summary>
    public async Task BringBackAsync(FleetDb db, Host host, CancellationToken cancellationToken)
    {
        (host.RetiredAt, host.AddedAt, host.ServiceState) = (null, time.GetUtcNow(), ServiceState.InService);
        (host.SpeakerBootId, host.BootId) = (null, null);
        await db.Heartbeats.Where(heartbeat => heartbeat.HostId == host.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
