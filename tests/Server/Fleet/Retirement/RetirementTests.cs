using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;
using Condition = SovereignFleet.Server.Health.Conditions.Condition;
using ConditionState = SovereignFleet.Server.Health.Conditions.ConditionState;
using Severity = SovereignFleet.Server.Health.Conditions.Severity;

namespace SovereignFleet.Tests.Server.Fleet.Retirement;

/// <summary>Everything that can be declared can be taken away: a Host that was sold alarms no more.</summary>
[TestClass]
public sealed class RetirementTests
{
    private const string Sold = "sold-01";

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task RetireHost_SoldHost_IsNowhereAndItsHistoryStays()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        await ApplyAsync(api, $$"""{"hosts": [{"name": "{{Sold}}", "site": "yul1"}]}""");
        var condition = await AlarmAsync(scene);
        await Until.Async("the alert fires", stop => AlertsAsync(api, resolved: false, stop), alerts => alerts.Any(alert => alert.HostName == Sold), Token);
        using var agent = await EnrolledAsync(scene, api);

        await api.Administration.RetireHostAsync(new RetireHostRequest { HostName = Sold, Reason = "sold to nobody" }, api.With(Token));

        Assert.IsFalse((await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(Token))).Fleet.Hosts.Any(host => host.Name == Sold));
        await Until.Async("the alert ends", stop => AlertsAsync(api, resolved: false, stop), alerts => !alerts.Any(alert => alert.HostName == Sold), Token);
        Assert.IsTrue((await AlertsAsync(api, resolved: true, Token)).Any(alert => alert.HostName == Sold && !alert.Firing));
        var told = await api.Conditions.ListConditionsAsync(new ListConditionsRequest { IncludeResolved = true, HostName = Sold }, api.With(Token));
        Assert.AreEqual((condition.ToString(), SovereignFleet.Proto.Fleet.ConditionState.Resolved), (told.Conditions.Single().Id, told.Conditions.Single().State));
        var journal = await api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { HostName = Sold, Kind = "fleet.retired" }, api.With(Token));
        Assert.AreEqual("person:admin took sold-01 out of the fleet. Reason: sold to nobody.", journal.Entries.Single().Summary);

        using var channel = agent.Channel();
        using var call = new AgentLinkService.AgentLinkServiceClient(channel).Connect(cancellationToken: Token);
        await RawAgent.RefusalAsync(call, agent.Hello(TimeProvider.System.GetUtcNow()), Token);
        await RefusedAsync(StatusCode.NotFound, "there is no host", () => api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Sold }, api.With(Token)), ignoreCase: true);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(3, await db.Hosts.CountAsync(Token));
        Assert.IsTrue(await db.IssuedCertificates.AllAsync(certificate => certificate.RevokedAt != null, Token));
    }

    [TestMethod]
    public async Task RetireHost_DeclaredAgain_IsBackAndBeginsAnew()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        var declared = $$"""{"hosts": [{"name": "{{Sold}}", "site": "yul1"}]}""";
        await ApplyAsync(api, declared);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var before = await db.Hosts.AsNoTracking().SingleAsync(host => host.Name == Sold, Token);
        Assert.AreSequenceEqual(["host sold-01 retired"], (await ApplyAsync(api, $$"""{"hosts": [{"name": "{{Sold}}", "retired": true}]}""")).Changes);
        Assert.IsEmpty((await ApplyAsync(api, $$"""{"hosts": [{"name": "{{Sold}}", "retired": true}]}""")).Changes);

        // The file that is read at each start is no person's word: a restart brings nothing back.
        var importer = scene.Server.Services.GetRequiredService<InventoryImporter>();
        var atStart = await importer.ApplyAsync(declared, new Declaration("system", bringsBack: false, reason: ""), Token);
        Assert.IsEmpty(atStart.Changes);
        Assert.Contains("sold-01 was retired on", atStart.Warnings.Single());
        Assert.IsFalse(await db.Hosts.AnyAsync(host => host.Name == Sold, Token));

        Assert.Contains("host sold-01 is back", (await ApplyAsync(api, declared)).Changes);
        var after = await db.Hosts.AsNoTracking().SingleAsync(host => host.Name == Sold, Token);
        Assert.AreEqual(before.Id, after.Id);
        Assert.IsGreaterThan(before.AddedAt, after.AddedAt);
    }

    [TestMethod]
    public async Task Retire_SomethingStandsAgainstIt_IsNamedAndNothingIsTaken()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        await ApplyAsync(api, """{"hosts": [{"name": "gateway-01", "site": "yul1"}, {"name": "served-01", "site": "yul1", "bmcGateway": "gateway-01"}]}""");

        await RefusedAsync(StatusCode.FailedPrecondition, "its drain is Working", () => RetireHost(api, "gpu-yul1-01"));
        await RefusedAsync(StatusCode.FailedPrecondition, "it is the bmcGateway of served-01", () => RetireHost(api, "gateway-01"));
        await RefusedAsync(StatusCode.FailedPrecondition, "gpu-fra1-01, gpu-yul1-01, gpu-yul1-02 are in it", () => api.Administration.RetirePoolAsync(new RetirePoolRequest { PoolId = "llm" }, api.With(Token)));
        await RefusedAsync(StatusCode.FailedPrecondition, "gateway-01, gpu-yul1-01, gpu-yul1-02, served-01 stand there", () => api.Administration.RetireSiteAsync(new RetireSiteRequest { SiteId = "yul1" }, api.With(Token)));
        await RefusedAsync(StatusCode.NotFound, "there is no host \"nobody\"", () => RetireHost(api, "nobody"));
        await RefusedAsync(StatusCode.NotFound, "there is no window", () => api.Administration.RetireWindowAsync(new RetireWindowRequest { SiteId = "yul1", Name = "weekly" }, api.With(Token)));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual((5, 1, 2), (await db.Hosts.CountAsync(Token), await db.Pools.CountAsync(Token), await db.Sites.CountAsync(Token)));
    }

    [TestMethod]
    public async Task Retire_PoolSiteAndWindowThatNobodyUses_AreGoneInOneFile()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, ["--Destinations:Balancers:0=127.0.0.1"], Token);
        var api = await scene.AsAdministratorAsync(Token);
        await ApplyAsync(api, """
            {"sites": [{"id": "old1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
             "pools": [{"id": "old", "jurisdiction": "CA", "required": 0, "target": "haproxy", "targetSettings": {"endpoints": ["tcp:127.0.0.1:9"], "backend": "be"}}],
             "hosts": [{"name": "old-01", "site": "old1", "pool": "old", "bmcGateway": "old-02"}, {"name": "old-02", "site": "old1", "pool": "old", "bmcGateway": "old-01"}],
             "windows": [{"site": "old1", "name": "weekly", "day": "Sunday", "start": "02:00", "duration": "24:00:00"}]}
            """);

        var changes = (await ApplyAsync(api, """
            {"sites": [{"id": "old1", "retired": true}], "pools": [{"id": "old", "retired": true}],
             "hosts": [{"name": "old-01", "retired": true}, {"name": "old-02", "retired": true}], "windows": [{"site": "old1", "name": "weekly", "retired": true}]}
            """)).Changes;

        Assert.AreSequenceEqual(["window weekly of old1 retired", "host old-01 retired", "host old-02 retired", "pool old retired", "site old1 retired"], changes);
        var fleet = (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(Token))).Fleet;
        Assert.IsFalse(fleet.Sites.Any(site => site.Id == "old1") || fleet.Pools.Any(pool => pool.Id == "old") || fleet.Hosts.Any(host => host.SiteId == "old1"));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.MaintenanceWindows.CountAsync(Token));
    }

    private static AsyncUnaryCall<RetireHostResponse> RetireHost(FleetApi api, string name) =>
        api.Administration.RetireHostAsync(new RetireHostRequest { HostName = name, Reason = "sold" }, api.With(CancellationToken.None));

    private async Task<ApplyInventoryResponse> ApplyAsync(FleetApi api, string json) =>
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest { Json = json }, api.With(Token));

    private static async Task<IReadOnlyList<SovereignFleet.Proto.Fleet.Alert>> AlertsAsync(FleetApi api, bool resolved, CancellationToken cancellationToken) =>
        (await api.Alerts.ListAlertsAsync(new ListAlertsRequest { IncludeResolved = resolved }, api.With(cancellationToken))).Alerts;

    private static async Task RefusedAsync<T>(StatusCode code, string words, Func<AsyncUnaryCall<T>> call, bool ignoreCase = false)
    {
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(async () => await call());
        Assert.AreEqual(code, refused.StatusCode, refused.Status.Detail);
        Assert.IsTrue(refused.Status.Detail.Contains(words, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal), refused.Status.Detail);
    }

    private async Task<RawAgent> EnrolledAsync(ApiScene scene, FleetApi api)
    {
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Sold }, api.With(Token));
        var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(token.Token, Sold, Token);
        return agent;
    }

    private async Task<Guid> AlarmAsync(ApiScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        var condition = new Condition
        {
            Id = Guid.NewGuid(),
            Rule = "gpu-ecc",
            Code = "ecc-uncorrected",
            HostId = (await db.Hosts.SingleAsync(host => host.Name == Sold, Token)).Id,
            State = ConditionState.Firing,
            Severity = Severity.Critical,
            Sentence = "GPU 3 lost data.",
            Action = "Replace it.",
            Count = 1,
            Since = now,
            LastFoundAt = now,
            FiredAt = now,
        };
        db.Add(condition);
        await db.SaveChangesAsync(Token);
        return condition.Id;
    }
}
