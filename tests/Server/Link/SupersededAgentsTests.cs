using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Link.Sessions;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class SupersededAgentsTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task OnShown_AgainAndAgain_IsOneConditionAndAJournalEntryAnHour()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var watch = new SupersededAgents(scene.Database.Contexts, [scene.Monitor], time, NullLogger<SupersededAgents>.Instance);
        for (var minute = 0; minute < 90; minute++)
        {
            await watch.OnShownAsync(new AgentPrincipal(scene.Host.Id, "4711"), "ipv4:192.0.2.7:5555", Token);
            await watch.OnShownAsync(new AgentPrincipal(scene.Host.Id, "4711"), "ipv4:192.0.2.7:5556", Token);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var found = await db.Conditions.SingleAsync(row => row.Rule == "certificate-superseded", Token);
        Assert.AreEqual((ConditionState.Firing, Severity.Critical), (found.State, found.Severity));
        Assert.AreEqual("A certificate of gpu-yul1-01 that another one took the place of was shown from ipv4:192.0.2.7:5555, and refused.", found.Sentence);
        var told = await db.JournalEntries.Where(row => row.Kind == "certificate.superseded").ToListAsync(Token);
        Assert.HasCount(2, told);
        Assert.AreEqual((scene.Host.Id, "yul1"), (told[0].HostId, told[0].SiteId));
    }

    [TestMethod]
    public async Task OnShown_OfAHostThatIsNotDeclared_SaysNothing()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var watch = new SupersededAgents(scene.Database.Contexts, [scene.Monitor], TimeProvider.System, NullLogger<SupersededAgents>.Instance);
        await watch.OnShownAsync(new AgentPrincipal(Guid.NewGuid(), "4711"), "ipv4:192.0.2.7:5555", Token);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Conditions.CountAsync(Token));
    }

    [TestMethod]
    public void Judge_WhileTheHostDoesNotSpeak_SaysNothing() =>
        Assert.IsEmpty(new SupersededCertificateRule().Judge(new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1")), TimeProvider.System.GetUtcNow()));
}
