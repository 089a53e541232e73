using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Overview;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;
using Host = SovereignFleet.Server.Fleet.Host;

namespace SovereignFleet.Tests.Server.Fleet;

[TestClass]
public sealed class LivenessTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow(null, "NeverHeard")]
    [DataRow(-1, "Live")]
    [DataRow(0, "Live")]
    [DataRow(9, "Live")]
    [DataRow(10, "Late")]
    [DataRow(59, "Late")]
    [DataRow(60, "Silent")]
    [DataRow(6000, "Silent")]
    public void Of_HeardSoManySecondsAgo_IsOneVerdict(int? ago, string verdict)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var heardAt = ago is { } seconds ? now.AddSeconds(-seconds) : (DateTimeOffset?)null;

        Assert.AreEqual(verdict, new LivenessOptions().Of(heardAt, now).ToString());
        Assert.AreEqual(verdict == "Silent", heardAt <= new LivenessOptions().SilentBy(now), "a query says the same");
    }

    /// <summary>Seconds before now. The database stood still, or the server was down: a Host is silent after a minute in which it could be heard.</summary>
    [TestMethod]
    [DataRow("", 59, "Late")]
    [DataRow("", 60, "Silent")]
    [DataRow("75-0", 76, "Late")]
    [DataRow("75-0", 134, "Late")]
    [DataRow("75-0", 135, "Silent")]
    [DataRow("80-5", 81, "Late")]
    [DataRow("135-60", 136, "Silent")]
    [DataRow("135-60", 59, "Late")]
    [DataRow("300-200 180-50", 301, "Silent")]
    [DataRow("300-200 195-50", 304, "Late")]
    [DataRow("300-200 195-50", 305, "Silent")]
    [DataRow("300-200 170-50 40-0", 305, "Late")]
    [DataRow("7200-0", 7259, "Late")]
    [DataRow("7200-0", 7260, "Silent")]
    public void Of_AfterBreaksOfHearing_CountsTheTimeInWhichItCouldBeHeard(string breaks, int heard, string verdict)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var hearing = new Hearing(Options.Create(new LivenessOptions()));
        var deaf = breaks.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row.Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        hearing.GoOnFrom(now.AddDays(-1));
        for (var ago = 86_400; ago >= 0; ago--)
        {
            if (!deaf.Any(row => row[0] > ago && (ago > row[1] || row[1] == 0)))
            {
                hearing.Heard(now.AddSeconds(-ago));
            }
        }

        Assert.AreEqual(verdict, hearing.At(now).Of(now.AddSeconds(-heard)).ToString());
    }

    [TestMethod]
    public void At_ServerThatHeardNobodyYet_CallsNobodySilent() => Assert.AreEqual(
        Liveness.Late, new Hearing(Options.Create(new LivenessOptions())).At(TimeProvider.System.GetUtcNow()).Of(TimeProvider.System.GetUtcNow().AddDays(-1)));

    /// <summary>A Host that was heard 30 s ago. The setting is one; the alert, the guard, the drain, the risk and the page are five.</summary>
    [TestMethod]
    [DataRow("00:00:20", "alert guard drain risk page")]
    [DataRow("00:01:00", "")]
    public async Task Silence_Set_MovesAlertGuardDrainRiskAndPageTogether(string setting, string silentFor)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        await HearAllAsync(database, stage.Hosts[0], TimeSpan.FromSeconds(30));
        var claim = await AddDrainAsync(database, stage.Hosts[0]);
        using var folder = new TestFolder();
        await using var server = Server(database, folder, "--Health:Silence=" + setting);
        server.Services.GetRequiredService<Hearing>().GoOnFrom(TimeProvider.System.GetUtcNow());

        var silent = new Dictionary<string, bool>
        {
            ["alert"] = await IsAlertedAsync(server, database, stage.Hosts[0]),
            ["guard"] = await IsMissingAsync(server, database, stage.Hosts[0]),
            ["drain"] = Quiet.IsSilent((await server.Services.GetRequiredService<DrainObserver>().ObserveAsync(claim, Token))!.Observed),
            ["risk"] = !await IsReadAsync(server, database, stage.Hosts[0]),
            ["page"] = await IsHiddenAsync(server, stage.Hosts[0]),
        };

        Assert.AreEqual(silentFor, string.Join(' ', silent.Where(row => row.Value).Select(row => row.Key)));
    }

    [TestMethod]
    [DataRow("--Health:Silence=00:00:09", "Health:Silence")]
    [DataRow("--Health:Late=00:00:01", "Health:Late")]
    [DataRow("--Health:Late=00:01:01", "Health:Late")]
    public async Task Settings_ThatFitNothing_AreRefusedByTheirNames(string setting, string named)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var folder = new TestFolder();

        var refused = Assert.ThrowsExactly<OptionsValidationException>(() => Server(database, folder, setting));
        Assert.Contains(named, refused.Message);
    }

    /// <summary>Built, not started: no loop of it works.</summary>
    private static WebApplication Server(TestDatabase database, TestFolder folder, string setting) => SovereignFleet.Server.Program.Build([
        "--DataFolder=" + folder.Path,
        "--Database:ConnectionString=" + database.ConnectionString,
        setting]);

    private async Task<bool> IsAlertedAsync(WebApplication server, TestDatabase database, Host host)
    {
        var watch = server.Services.GetServices<IHostedService>().OfType<AgentSilenceWatch>().Single();
        await watch.LookAsync(TimeProvider.System.GetUtcNow().AddHours(-1), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AnyAsync(condition => condition.HostId == host.Id && condition.State == ConditionState.Firing, Token);
    }

    private async Task<bool> IsMissingAsync(WebApplication server, TestDatabase database, Host host)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var verdict = await server.Services.GetRequiredService<CapacityGuard>()
            .PreviewAsync(db, DrainStage.PoolId, host.Id, ReservationCause.Person, Token);
        return verdict.NotAvailable.Any(reason => reason.StartsWith($"{host.Name}: silent for", StringComparison.Ordinal));
    }

    private async Task<bool> IsReadAsync(WebApplication server, TestDatabase database, Host host)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var estimates = await server.Services.GetRequiredService<RiskEstimates>().ReadAsync(db, TimeProvider.System.GetUtcNow(), Token);
        return estimates.Single(estimate => estimate.Host.Id == host.Id).IsRead;
    }

    private async Task<bool> IsHiddenAsync(WebApplication server, Host host)
    {
        var (_, snapshot) = await server.Services.GetRequiredService<FleetSnapshots>().GetAsync(Token);
        var shown = snapshot.Hosts.Single(row => row.Name == host.Name);
        Assert.AreEqual(shown.Gpus.Single().HasTemperatureC, shown.Liveness == SovereignFleet.Proto.Fleet.Liveness.Late, "a silent Host has no readings");
        return shown.Liveness == SovereignFleet.Proto.Fleet.Liveness.Silent;
    }

    private async Task HearAllAsync(TestDatabase database, Host late, TimeSpan ago)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        var gpus = await db.Gpus.ToDictionaryAsync(gpu => gpu.HostId, gpu => gpu.Uuid, Token);
        foreach (var heartbeat in await db.Heartbeats.ToListAsync(Token))
        {
            heartbeat.HeardAt = heartbeat.HostId == late.Id ? now - ago : now;
            heartbeat.Frame = new Frame
            {
                Gpus = { new GpuReading { Uuid = gpus[heartbeat.HostId], State = GpuReading.Types.State.Present, TemperatureC = 40 } },
            }.ToByteArray();
        }

        await db.SaveChangesAsync(Token);
    }

    private async Task<DrainClaim> AddDrainAsync(TestDatabase database, Host host)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        var drain = new Drain
        {
            Id = Guid.NewGuid(),
            Cause = SovereignFleet.Server.Service.Machine.DrainCause.Fault,
            HostId = host.Id,
            PoolId = DrainStage.PoolId,
            SiteId = DrainStage.SiteId,
            State = DrainState.Draining,
            Reason = "test",
            ProposedBy = "person:ada",
            ProposedAt = now,
            StateSince = now,
            Deadline = now.AddHours(1),
        };
        db.Add(drain);
        await db.SaveChangesAsync(Token);
        return new DrainClaim(drain.Id, drain.Epoch);
    }
}
