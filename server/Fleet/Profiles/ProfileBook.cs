using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>Keeps what a Host was seen to have, in the caller's transaction; nothing is saved here. The Journal has each GPU as it appeared; a person's word
/// on the profile is an entry of its own.</summary>
internal static class ProfileBook
{
    public static async Task LearnAsync(FleetDb db, Host host, HostProfile found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expected = await db.ExpectedProfiles.SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken);
        if (ProfileLearning.Next(expected, found, now) is not { } learned)
        {
            return;
        }

        if (expected is null)
        {
            expected = new ExpectedProfile { HostId = host.Id, Origin = ProfileOrigin.Learned, Since = now };
            db.Add(expected);
        }

        expected.Profile = learned;
    }
}
