using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Profiles;

/// <summary>A person's word on what is expected of a Host. Each stands in the Journal.</summary>
internal sealed class ProfileChanges(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    private const int LongestReason = 500;

    public async Task<ProfileReply> ConfirmAsync(Guid hostId, string reason, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var expected = await db.ExpectedProfiles.SingleOrDefaultAsync(row => row.HostId == hostId, cancellationToken);
        if (reason.Length > LongestReason)
        {
            return new ProfileReply.Unfit($"A reason has at most {LongestReason} characters.");
        }

        if (expected is null)
        {
            return new ProfileReply.NotNow("Nothing was learned of the Host yet: it has shown no GPU. Say what it is to have instead.");
        }

        if (expected.Origin != ProfileOrigin.Learned)
        {
            return new ProfileReply.NotNow(expected.Origin == ProfileOrigin.Declared ? "The inventory declares what the Host is to have: there is nothing to confirm." : "It is confirmed already.");
        }

        var host = await db.Hosts.SingleAsync(row => row.Id == hostId, cancellationToken);
        Say(db, host, expected, expected.Profile, reason, caller, $"{caller.Name} confirmed what {host.Name} is to have: {ProfileText.Of(expected.Profile)}.");
        await db.SaveChangesAsync(cancellationToken);
        return new ProfileReply.Done();
    }

    /// <param name="wanted">Null: what is found now.</param>
    public async Task<ProfileReply> ChangeAsync(Guid hostId, HostProfile? wanted, string reason, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.SingleAsync(row => row.Id == hostId, cancellationToken);
        var expected = await db.ExpectedProfiles.SingleOrDefaultAsync(row => row.HostId == hostId, cancellationToken);
        if (Unfit(wanted, reason) is { } unfit)
        {
            return new ProfileReply.Unfit(unfit);
        }

        if (expected?.Origin == ProfileOrigin.Declared)
        {
            return new ProfileReply.NotNow("The inventory declares what the Host is to have (section profiles): change it there.");
        }

        var shown = await ShownGpus.ReadAsync(db, host, cancellationToken);
        var profile = wanted ?? shown.Found;
        if (profile is null)
        {
            return new ProfileReply.NotNow("The Host's agent has not told yet what it has: say it in numbers.");
        }

        if (expected is null)
        {
            expected = new ExpectedProfile { HostId = hostId };
            db.Add(expected);
        }

        Say(db, host, expected, profile, reason, caller, $"{caller.Name} said what {host.Name} is to have from now on: {ProfileText.Of(profile)}. {reason}");
        await MissNoMoreAsync(db, host, shown.Uuids, profile, caller, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new ProfileReply.Done();
    }

    private static string? Unfit(HostProfile? wanted, string reason) =>
        reason.Trim().Length == 0 ? "Say why: the reason stands in the Journal."
        : reason.Length > LongestReason ? $"A reason has at most {LongestReason} characters."
        : wanted is not null && ProfileFaults.Of(wanted).ToArray() is { Length: > 0 } faults ? string.Join(" ", faults)
        : null;

    private void Say(FleetDb db, Fleet.Host host, ExpectedProfile expected, HostProfile profile, string reason, Caller caller, string summary)
    {
        var now = time.GetUtcNow();
        expected.Profile = profile;
        (expected.Origin, expected.Since, expected.By, expected.Reason) = (ProfileOrigin.Confirmed, now, caller.Actor, reason);
        db.Add(new JournalEntry { At = now, Actor = caller.Actor, Kind = JournalKinds.ProfileChanged, SiteId = host.SiteId, HostId = host.Id, Summary = summary.TrimEnd() });
    }

    /// <summary>A GPU that the Host had, does not show, and is no longer to have was taken out: it is counted for it no more, and what fires of it is over.</summary>
    private async Task MissNoMoreAsync(FleetDb db, Fleet.Host host, IReadOnlySet<string> shown, HostProfile profile, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counted = await db.Gpus.Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null).ToListAsync(cancellationToken);
        var taken = counted.Where(gpu => !shown.Contains(gpu.Uuid)).ToArray();
        // As many as the profile gives up: of those that it still wants, one that does not show is missed.
        var most = profile.Gpus is { } wanted ? Math.Max(0, counted.Count - wanted) : 0;
        foreach (var gpu in taken.Take(most))
        {
            gpu.RemovedAt = now;
            var open = await db.Conditions
                .Where(row => row.HostId == host.Id && row.GpuUuid == gpu.Uuid && row.State != ConditionState.Resolved).ToListAsync(cancellationToken);
            foreach (var condition in open)
            {
                ConditionStore.Resolve(db, condition, caller.Actor, "The GPU was taken out of the Host.", host.SiteId, now);
            }
        }
    }
}
