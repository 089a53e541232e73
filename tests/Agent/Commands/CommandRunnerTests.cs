using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Commands;

[TestClass]
public sealed class CommandRunnerTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();
    private readonly CountingAction identify = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    [DataRow("read-power", "not on this Host's list")]
    [DataRow("", "not on this Host's list")]
    public Task Obey_NotAllowed_RefusesAndDoesNothing(string allowed, string said)
    {
        scene.Allow.Clear();
        scene.Allow.Add(allowed);
        return RefusedAsync(CommandsScene.Identify("1"), said);
    }

    [TestMethod]
    public Task Obey_Expired_RefusesAndNamesBothClocks() =>
        RefusedAsync(CommandsScene.Identify("1", CommandsScene.Now - TimeSpan.FromSeconds(1)), "this Host's clock says");

    [TestMethod]
    public Task Obey_NotPossibleHere_RefusesThat()
    {
        scene.Allow.Add("read-power");
        return RefusedAsync(CommandsScene.Sent("1", new Command { ReadPower = new ReadPower() }), "not possible on this Host");
    }

    [TestMethod]
    public Task Obey_OfANewerServer_RefusesThat() => RefusedAsync(CommandsScene.Sent("1", new Command()), "older than the server");

    [TestMethod]
    public async Task Obey_ThirdRebootOfADay_RefusesOverRestartsAndAllowsTheNextDay()
    {
        scene.Allow.Add("reboot");
        var reboot = new ScriptedAction("reboot", CommandLane.Slow, (_, _) => Task.FromResult(CommandOutcome.Failed("systemd said no"))) { MostPerDay = 2 };

        Assert.AreEqual(Outcome.Failed, await RunAsync("1"));
        Assert.AreEqual(Outcome.Failed, await RunAsync("2"));
        Assert.AreEqual(Outcome.Refused, await RunAsync("3"));
        scene.Time.Advance(TimeSpan.FromHours(24));
        Assert.AreEqual(Outcome.Failed, await RunAsync("4"));

        // Each time another life of the agent.
        async Task<Outcome> RunAsync(string id) =>
            (await scene.Run(reboot).RunAsync(CommandsScene.Sent(id, new Command { Reboot = new Reboot() }, scene.Time.GetUtcNow().AddMinutes(5)), context.CancellationToken))!.Outcome;
    }

    [TestMethod]
    public async Task Obey_FourthResetOfOneGpu_RefusesItAndResetsAnother()
    {
        scene.Allow.Add("gpu-reset");
        var done = CommandOutcome.Done("reset", new Dictionary<string, string>());
        var action = new ScriptedAction("gpu-reset", CommandLane.Slow, (_, _) => Task.FromResult(done))
        {
            MostPerDay = 3,
            Counts = command => command.GpuReset.GpuUuid,
        };
        var run = scene.Run(action);
        for (var number = 1; number <= 3; number++)
        {
            Assert.AreEqual(Outcome.Done, (await ResetAsync($"{number}", "GPU-a"))!.Outcome);
        }

        var fourth = await ResetAsync("4", "GPU-a");
        Assert.AreEqual(Outcome.Refused, fourth!.Outcome);
        Assert.Contains("gpu-reset:GPU-a was begun 3 times in the last 24 hours", fourth.Text);
        Assert.AreEqual(Outcome.Done, (await ResetAsync("5", "GPU-b"))!.Outcome);

        Task<CommandOutcome?> ResetAsync(string id, string gpu) =>
            run.RunAsync(CommandsScene.Sent(id, new Command { GpuReset = new GpuReset { GpuUuid = gpu } }), context.CancellationToken);
    }

    [TestMethod]
    public async Task Obey_ActionThatHangs_FailsAfterItsTimeOut()
    {
        var hangs = new ScriptedAction("identify", CommandLane.Quick, async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return CommandOutcome.Failed("never");
        });
        var obeying = scene.Run(hangs).RunAsync(CommandsScene.Identify("1"), context.CancellationToken);
        scene.Time.Advance(TimeSpan.FromMinutes(1));

        var outcome = await obeying;

        Assert.AreEqual(Outcome.Failed, outcome!.Outcome);
        Assert.Contains("did not end within 60 s", outcome.Text);
    }

    [TestMethod]
    public void Log_ThousandsOfHarmlessOnes_KeepWhatALimitCounts()
    {
        var log = scene.Log();
        log.Begin(new CommandNote("r", CommandsScene.Now, "reboot", "reboot", "boot-1"));
        log.End("r");
        for (var number = 0; number < 2100; number++)
        {
            log.Begin(new CommandNote($"{number}", CommandsScene.Now.AddSeconds(number * 4), "identify", "identify", "boot-1"));
        }

        Assert.AreEqual(1, log.CountOfDay("reboot", CommandsScene.Now));
        Assert.AreEqual(1, scene.Log().CountOfDay("reboot", CommandsScene.Now));
        Assert.IsNull(scene.Log().Find("3"));
        Assert.IsTrue(scene.Log().Find("r")!.IsDone);
    }

    /// <summary>One that is forgotten while it could be sent once more would be obeyed once more.</summary>
    [TestMethod]
    public async Task Obey_AReplayBehindThousandsOfOthers_IsKnownOverARestart()
    {
        Assert.AreEqual(Outcome.Done, (await scene.Run(identify).RunAsync(CommandsScene.Identify("1"), context.CancellationToken))!.Outcome);
        var log = scene.Log();
        for (var number = 0; number < 2100; number++)
        {
            log.Begin(new CommandNote(CommandsScene.Id($"other {number}"), CommandsScene.Now, "identify", "identify", "boot-1"));
        }

        Assert.IsNull(await scene.Run(identify).RunAsync(CommandsScene.Identify("1"), context.CancellationToken));
        Assert.AreEqual(1, identify.Runs);
    }

    [TestMethod]
    public void Actions_TwoOfOneName_DoNotStart()
    {
        var twin = new ScriptedAction("identify", CommandLane.Quick, (_, _) => Task.FromResult(CommandOutcome.Failed("never")));

        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => scene.Run(identify, twin));

        StringAssert.StartsWith(refused.Message, "Two command actions are named \"identify\"");
        Assert.Contains(typeof(CountingAction).FullName!, refused.Message);
        Assert.Contains(typeof(ScriptedAction).FullName!, refused.Message);
    }

    private async Task RefusedAsync(Command command, string said)
    {
        var outcome = await scene.Run(identify).RunAsync(command, context.CancellationToken);

        Assert.AreEqual(Outcome.Refused, outcome!.Outcome);
        Assert.Contains(said, outcome.Text);
        Assert.AreEqual(0, identify.Runs);
    }
}
