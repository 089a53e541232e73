using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Ingest;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Ingest;

[TestClass]
public sealed class DuplicateAgentsTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    // Boot id, how long the machine has been up, how far its clock is off, and whether it is another machine.
    [DataRow("other", 3600, 0, 1)]
    [DataRow("other", 3600, -3600, 1)]
    [DataRow("other", 20, 0, 0)]
    [DataRow("same", 3600, 0, 0)]
    public async Task Look_AtAMachineThatConnects_TellsOfASecondOneAndNotOfAReboot(string bootId, int upSeconds, int offSeconds, int entries)
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Set<Host>().ExecuteUpdateAsync(set => set.SetProperty(row => row.BootId, "same"), Token);
            db.Add(new HostPulse { HostId = scene.Host.Id, HeardAt = time.GetUtcNow().AddSeconds(-60) });
            await db.SaveChangesAsync(Token);
        }

        var duplicates = new DuplicateAgents(scene.Database.Contexts, time, NullLogger<DuplicateAgents>.Instance);
        var itsTime = time.GetUtcNow().AddSeconds(offSeconds);
        var hello = new Hello { BootId = bootId, Now = Timestamp.FromDateTimeOffset(itsTime), BootedAt = Timestamp.FromDateTimeOffset(itsTime.AddSeconds(-upSeconds)) };
        await duplicates.LookAsync(scene.Host, hello, Token);
        await duplicates.LookAsync(scene.Host, hello, Token);

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(entries, await after.Set<JournalEntry>().CountAsync(row => row.Kind == "host.duplicated" && row.HostId == scene.Host.Id, Token));
    }
}
