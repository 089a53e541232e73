using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Limits;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class AccessDenialsTests(TestContext test)
{
    [TestMethod]
    public async Task NoteStranger_FromManyAddressesOfOneNetwork_IsOneEntryAMinute()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        foreach (var address in new[] { "2001:db8::1", "2001:db8::2", "2001:db8::ffff:3", "2001:db8:0:1::1", "192.0.2.7", "192.0.2.7" })
        {
            await stage.Get<AccessDenials>().NoteStrangerAsync(new CallerPlace(address), "/fleet/Get", "not signed in.", test.CancellationToken);
        }

        await using var db = stage.Database.Contexts.CreateDbContext();
        var told = await db.JournalEntries.OrderBy(entry => entry.Id).Select(entry => entry.Actor).ToListAsync(test.CancellationToken);
        Assert.AreSequenceEqual(["anonymous:2001:db8::1", "anonymous:2001:db8:0:1::1", "anonymous:192.0.2.7"], told);
    }
}
