using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Health.Silence;

/// <summary>What the watch orders of itself for a Host that fell silent, on a real database.</summary>
[TestClass]
public sealed class ConsoleOrdersTests(TestContext context)
{
    private const string Kernel = "BUG: unable to handle page fault\nKernel panic - not syncing: Fatal exception";
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Silence_SeenByManyReplicas_OrdersOneCaptureAndItsLastLinesAreTheConditionsEvidence()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await SilentAsync(scene, "gpu-yul1-02", ServiceState.InService);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => LookAsync(scene)));
        await LookAsync(scene);

        var command = (await CommandsAsync(scene)).Single();
        Assert.AreEqual((silent, "capture-console for 60 s", "rule:agent-silent"), (command.HostId, command.Text, command.OrderedBy));
        Assert.AreEqual(TimeSpan.FromSeconds(60), Command.Parser.ParseFrom(command.Body).CaptureConsole.Length.ToTimeSpan());
        Assert.Contains("Its console is being captured.", (await ConditionAsync(scene, silent)).Sentence);
        Assert.AreEqual(1, await JournalledAsync(scene, JournalKinds.CommandOrdered));

        await AnswerAsync(scene, command, CommandResult.Types.Outcome.Done, "the console showed 72 characters in 60 s", Kernel);
        await LookAsync(scene);

        var condition = await ConditionAsync(scene, silent);
        Assert.Contains("Its console was captured.", condition.Sentence);
        Assert.Contains("Kernel panic - not syncing: Fatal exception", condition.Evidence);
        Assert.HasCount(1, await CommandsAsync(scene));
    }

    [TestMethod]
    public async Task Refusal_OfTheGateway_IsToldAndNotAskedAgain()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await SilentAsync(scene, "gpu-yul1-02", ServiceState.InService);
        await LookAsync(scene);

        await AnswerAsync(scene, (await CommandsAsync(scene)).Single(), CommandResult.Types.Outcome.Refused, "capture-console is not in Commands:Allow", "");
        await LookAsync(scene);
        await LookAsync(scene);

        var condition = await ConditionAsync(scene, silent);
        Assert.Contains("Its console could not be captured.", condition.Sentence);
        Assert.Contains("not in Commands:Allow", condition.Evidence);
        Assert.HasCount(1, await CommandsAsync(scene));
    }

    [TestMethod]
    public async Task Storm_OfARack_IsCapturedOneAfterTheOtherAndNoneInRepair()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        for (var place = 2; place < 6; place++)
        {
            await SilentAsync(scene, $"gpu-yul1-0{place}", ServiceState.InService);
        }

        var inRepair = await SilentAsync(scene, "gpu-yul1-09", ServiceState.InRepair);
        var most = new List<int>();
        for (var look = 0; look < 12; look++)
        {
            await LookAsync(scene);
            var open = (await CommandsAsync(scene)).Where(command => command.State == CommandState.Pending).ToList();
            most.Add(open.Count);
            foreach (var command in open)
            {
                await AnswerAsync(scene, command, CommandResult.Types.Outcome.Failed, "SOL payload already active on another session", "");
            }
        }

        Assert.AreEqual(1, most.Max());
        var ordered = await CommandsAsync(scene);
        Assert.HasCount(4, ordered);
        Assert.DoesNotContain(inRepair, ordered.Select(command => command.HostId));
    }

    [TestMethod]
    public async Task Host_HeardAgain_IsNotAskedForItsConsoleAndItsNextSilenceIs()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await SilentAsync(scene, "gpu-yul1-02", ServiceState.Draining);
        await LookAsync(scene);

        await HearAsync(scene, silent);
        await LookAsync(scene);
        var withdrawn = (await CommandsAsync(scene)).Single();
        Assert.AreEqual((CommandState.Expired, "Withdrawn before it was sent: the Host is heard again."), (withdrawn.State, withdrawn.Answer));
        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene, silent)).State);

        time.Advance(TimeSpan.FromMinutes(5));
        await TellAsync(scene, silent);
        await LookAsync(scene);
        Assert.HasCount(2, await CommandsAsync(scene));
    }

    [TestMethod]
    public async Task Capture_TurnedOff_IsNotOrdered()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await SilentAsync(scene, "gpu-yul1-02", ServiceState.InService);

        await LookAsync(scene, new HealthOptions { ConsoleCapture = TimeSpan.Zero });

        Assert.IsEmpty(await CommandsAsync(scene));
        Assert.AreEqual("Capture the Host's console by its BMC gateway.", (await ConditionAsync(scene, silent)).Action);
    }

    private Task LookAsync(LinkScene scene) => LookAsync(scene, new HealthOptions());

    private async Task LookAsync(LinkScene scene, HealthOptions options)
    {
        using var watch = new AgentSilenceWatch(
            scene.Database.Contexts, new AgentSilentRule(), Options.Create(new LivenessOptions()), Options.Create(options), new DatabaseReady(), time, NullLogger<AgentSilenceWatch>.Instance);
        await watch.LookAsync(time.GetUtcNow().AddHours(-1), Token);
    }

    /// <summary>A Host that was heard last two minutes ago, and whose BMC says by its gateway that the power is on.</summary>
    private async Task<Guid> SilentAsync(LinkScene scene, string name, ServiceState state)
    {
        var id = await scene.DeclareAsync(name, "yul1", scene.Host.Id, time.GetUtcNow().AddMinutes(-2), Token);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.Where(host => host.Id == id).ExecuteUpdateAsync(set => set.SetProperty(host => host.ServiceState, state), Token);
        await TellAsync(scene, id);
        return id;
    }

    private async Task TellAsync(LinkScene scene, Guid host)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.GatewayBmcs.Where(row => row.HostId == host).ExecuteDeleteAsync(Token);
        db.Add(new GatewayBmc { HostId = host, GatewayId = scene.Host.Id, AskedAt = time.GetUtcNow(), Reading = new BmcReading { PowerOn = true }.ToByteArray() });
        await db.SaveChangesAsync(Token);
    }

    private async Task HearAsync(LinkScene scene, Guid host)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Heartbeats.Where(heartbeat => heartbeat.HostId == host)
            .ExecuteUpdateAsync(set => set.SetProperty(heartbeat => heartbeat.HeardAt, time.GetUtcNow()), Token);
    }

    private async Task AnswerAsync(LinkScene scene, AgentCommand command, CommandResult.Types.Outcome outcome, string text, string lastLines)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.AgentCommands.Where(row => row.Id == command.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Via, scene.Host.Id), Token);
        await CommandResults.RecordAsync(
            db, scene.Host, new CommandResult { CommandId = command.Id.ToString(), Outcome = outcome, Text = text, Proof = { ["last_lines"] = lastLines } }, time.GetUtcNow(), Token);
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<AgentCommand>> CommandsAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.AgentCommands.AsNoTracking().ToListAsync(Token);
    }

    private async Task<Condition> ConditionAsync(LinkScene scene, Guid host)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().SingleAsync(condition => condition.HostId == host && condition.Rule == "agent-silent", Token);
    }

    private async Task<int> JournalledAsync(LinkScene scene, string kind)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.JournalEntries.CountAsync(entry => entry.Kind == kind, Token);
    }
}
