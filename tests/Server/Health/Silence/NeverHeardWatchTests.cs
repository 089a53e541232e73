using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Health.Silence;

[TestClass]
public sealed class NeverHeardWatchTests(TestContext context)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LivenessOptions Liveness = new();
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    // hours since it was added, minutes since its agent enrolled (-1: never), hours since another enrolled in its Site (-1: none did)
    [DataRow(25, -1, -1, "no agent has enrolled")]
    [DataRow(23, -1, -1, null)]
    [DataRow(25, -1, 1, null)]
    [DataRow(99, -1, 25, "no agent has enrolled")]
    [DataRow(1, 2, 0, "has never been heard")]
    [DataRow(99, 0, 0, null)]
    public void Judge_AHostThatWasNeverHeard_IsFoundWhenItsTimeIsOver(int added, int enrolled, int siteEnrolled, string? said)
    {
        var host = Unheard() with
        {
            AddedAt = Now.AddHours(-added),
            EnrolledAt = enrolled < 0 ? null : Now.AddMinutes(-enrolled),
            SiteEnrolledAt = siteEnrolled < 0 ? null : Now.AddHours(-siteEnrolled),
        };

        var finding = new AgentNeverHeardRule().Judge(host, new HealthOptions().Installation, Liveness, Now.AddHours(-1), Now)?.Finding;

        Assert.AreEqual(said is not null, finding is not null, finding?.Sentence);
        Assert.Contains(said ?? "", finding?.Sentence ?? "");
        Assert.AreEqual(said is null ? null : Severity.Warning, finding?.Severity);
    }

    [TestMethod]
    public void Judge_WhatCannotBeKnown_IsUnknown()
    {
        var rule = new AgentNeverHeardRule();
        var host = Unheard() with { AddedAt = Now.AddDays(-9) };

        Assert.IsNull(rule.Judge(host, new HealthOptions().Installation, Liveness, Now.AddSeconds(-10), Now), "this server has just begun to hear");
        Assert.IsNull(rule.Judge(host with { Expected = false }, new HealthOptions().Installation, Liveness, Now.AddHours(-1), Now), "it is in repair");
        Assert.IsNull(rule.Judge(host, TimeSpan.Zero, Liveness, Now.AddHours(-1), Now)!.Finding, "nobody wants to know");
        Assert.Contains("run out", rule.Judge(host with { EnrolledAt = Now.AddDays(-2), CertifiedUntil = Now.AddDays(-1) }, new HealthOptions().Installation, Liveness, Now.AddHours(-1), Now)!.Finding!.Action);
    }

    [TestMethod]
    public async Task Look_AtAFleetThatIsInstalled_FindsWhoIsMissingUntilItIsHeard()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await AddAsync(scene, "gpu-yul1-02", TimeSpan.FromHours(30));
        await AddAsync(scene, "gpu-yul1-03", TimeSpan.FromHours(2));
        var enrolled = await AddAsync(scene, "gpu-yul1-04", TimeSpan.FromHours(2));
        await CertifyAsync(scene, enrolled, TimeSpan.FromMinutes(5));

        await LookAsync(scene);
        Assert.AreEqual("gpu-yul1-02 Firing, gpu-yul1-04 Firing", await ConditionsAsync(scene));

        // The next of the Site enrolls: the others' time begins anew, and what fires already stays.
        await SpendAsync(scene, enrolled);
        time.Advance(TimeSpan.FromHours(23));
        await LookAsync(scene);
        Assert.AreEqual("gpu-yul1-02 Firing, gpu-yul1-04 Firing", await ConditionsAsync(scene));

        await HearAsync(scene, enrolled);
        time.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(LookAsync(scene), LookAsync(scene));
        Assert.AreEqual("gpu-yul1-01 Firing, gpu-yul1-02 Firing, gpu-yul1-03 Firing, gpu-yul1-04 Resolved", await ConditionsAsync(scene));
    }

    private static UnheardHost Unheard() => new() { Identity = new HostIdentity(Guid.NewGuid(), "gpu-yul1-02", "yul1"), Heard = false, Expected = true, AddedAt = Now };

    private async Task LookAsync(LinkScene scene)
    {
        using var watch = new NeverHeardWatch(
            scene.Database.Contexts, new AgentNeverHeardRule(), Hears.Always(), Options.Create(new HealthOptions()), new DatabaseReady(), time, NullLogger<NeverHeardWatch>.Instance);
        await watch.LookAsync(time.GetUtcNow().AddHours(-1), Token);
    }

    private async Task<Guid> AddAsync(LinkScene scene, string name, TimeSpan ago)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var host = new Host { Id = Guid.NewGuid(), Name = name, SiteId = "yul1", AddedAt = time.GetUtcNow() - ago };
        db.Add(host);
        await db.SaveChangesAsync(Token);
        return host.Id;
    }

    private async Task CertifyAsync(LinkScene scene, Guid host, TimeSpan ago)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        db.Add(new IssuedCertificate { Serial = "1", HostId = host, IssuedAt = time.GetUtcNow() - ago, NotAfter = time.GetUtcNow().AddDays(1) });
        await db.SaveChangesAsync(Token);
    }

    private async Task SpendAsync(LinkScene scene, Guid host)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var now = time.GetUtcNow();
        db.Add(new EnrollmentToken { SecretHash = [1], HostId = host, HostName = "h", CreatedBy = "person:ada", CreatedAt = now, ExpiresAt = now, SpentAt = now });
        await db.SaveChangesAsync(Token);
    }

    private async Task HearAsync(LinkScene scene, Guid host)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        db.Add(new HostHeartbeat { HostId = host, HeardAt = time.GetUtcNow() });
        await db.SaveChangesAsync(Token);
    }

    private async Task<string> ConditionsAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return string.Join(", ", await (
            from condition in db.Conditions
            join host in db.Hosts on condition.HostId equals host.Id
            where condition.Code == "agent-never-heard"
            orderby host.Name
            select host.Name + " " + condition.State).ToListAsync(Token));
    }
}
