using System.Security.Cryptography;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Commands;

[TestClass]
public sealed class CommandQueueTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();
    private readonly CountingAction identify = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task Take_SameIdTwice_TakesEffectOnceAndAnswersOnce()
    {
        using var desk = scene.Desk(identify);
        await desk.StartAsync(context.CancellationToken);
        desk.Take(CommandsScene.Identify("1"));
        desk.Take(CommandsScene.Identify("1"));
        desk.Take(CommandsScene.Identify("2"));
        await Until.TrueAsync("the last is answered", () => Array.Exists(scene.Results, result => result.CommandId == CommandsScene.Id("2")), context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);

        Assert.AreEqual($"{CommandsScene.Id("1")} Done, {CommandsScene.Id("2")} Done", string.Join(", ", scene.Results.Select(result => $"{result.CommandId} {result.Outcome}")));
        Assert.AreEqual(2, identify.Runs);
        Assert.AreEqual("on", scene.Results[0].Proof["identify"]);
    }

    [TestMethod]
    public async Task Take_WhileASlowOneRuns_QuickOnesAreAnsweredAndSlowOnesWait()
    {
        scene.Allow.Add("diagnose");
        var running = 0;
        var end = new TaskCompletionSource();
        var diagnose = new ScriptedAction("diagnose", CommandLane.Slow, async (_, token) =>
        {
            Interlocked.Increment(ref running);
            await end.Task.WaitAsync(token);
            return CommandOutcome.Done("passed", new Dictionary<string, string>());
        });
        using var desk = scene.Desk(identify, diagnose);
        await desk.StartAsync(context.CancellationToken);

        desk.Take(CommandsScene.Sent("slow-1", new Command { Diagnose = new Diagnose() }));
        await Until.TrueAsync("the slow one runs", () => Volatile.Read(ref running) == 1, context.CancellationToken);
        desk.Take(CommandsScene.Sent("slow-2", new Command { Diagnose = new Diagnose() }));
        desk.Take(CommandsScene.Identify("quick"));
        await Until.TrueAsync("the quick one is answered", () => scene.Results is [var first] && first.CommandId == CommandsScene.Id("quick"), context.CancellationToken);
        Assert.AreEqual(1, running);
        end.SetResult();

        await Until.TrueAsync("all are answered", () => scene.Results.Length == 3, context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Take_AfterARestart_KnowsWhatItObeyed()
    {
        using (var before = scene.Desk(identify))
        {
            await before.StartAsync(context.CancellationToken);
            before.Take(CommandsScene.Identify("1"));
            await Until.TrueAsync("it is answered and noted", () => scene.Results.Length == 1 && scene.Log().Find(CommandsScene.Id("1")) is { IsDone: true }, context.CancellationToken);
            await before.StopAsync(context.CancellationToken);
        }

        Assert.IsNull(await scene.Run(identify).RunAsync(CommandsScene.Identify("1"), context.CancellationToken));
        Assert.AreEqual(1, identify.Runs);
    }

    [TestMethod]
    public async Task Start_CrashedInTheMiddle_SaysSoUnaskedAndDoesNotRepeat()
    {
        scene.Log().Begin(new CommandNote(CommandsScene.Id("1"), CommandsScene.Now, "identify", "identify", "boot-1"));
        Directory.CreateDirectory(Path.Combine(scene.Options.WorkFolder, "logs"));

        using var desk = scene.Desk(identify);
        await desk.StartAsync(context.CancellationToken);
        desk.Take(CommandsScene.Identify("1"));
        await Until.TrueAsync("it is answered", () => scene.Results.Length == 1, context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, scene.Results[0].Outcome);
        Assert.Contains("restarted", scene.Results[0].Text);
        Assert.IsFalse(Directory.Exists(scene.Options.WorkFolder), "what it left half done is gone");
        Assert.AreEqual(0, identify.Runs);
    }

    [TestMethod]
    public async Task Start_InAnotherBoot_ProvesTheReboot()
    {
        scene.Allow.Add("reboot");
        var ordered = new TaskCompletionSource();
        var reboot = new ScriptedAction("reboot", CommandLane.Slow, async (_, token) =>
        {
            ordered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return CommandOutcome.Failed("never");
        });
        using (var before = scene.Desk(reboot))
        {
            await before.StartAsync(context.CancellationToken);
            before.Take(CommandsScene.Sent("r", new Command { Reboot = new Reboot() }));
            await ordered.Task.WaitAsync(context.CancellationToken);
            await before.StopAsync(context.CancellationToken);
        }

        Assert.IsEmpty(scene.Results);
        scene.BootId = "boot-2";
        using var after = scene.Desk(reboot);
        await after.StartAsync(context.CancellationToken);
        await Until.TrueAsync("it is answered", () => scene.Results.Length == 1, context.CancellationToken);
        await after.StopAsync(context.CancellationToken);

        Assert.AreEqual(Outcome.Done, scene.Results[0].Outcome);
        Assert.AreEqual("boot-1 boot-2", $"{scene.Results[0].Proof["boot_id_before"]} {scene.Results[0].Proof["boot_id_after"]}");
    }

    [TestMethod]
    public async Task Start_InTheSameBoot_WaitsAndThenSaysThatItDidNotReboot()
    {
        scene.Log().Begin(new CommandNote(CommandsScene.Id("r"), CommandsScene.Now, "reboot", "reboot", "boot-1"));
        using var desk = scene.Desk(identify);
        await desk.StartAsync(context.CancellationToken);
        desk.Take(CommandsScene.Identify("i"));
        await Until.TrueAsync("the other is answered", () => scene.Results.Length == 1, context.CancellationToken);
        Assert.AreEqual(CommandsScene.Id("i"), scene.Results[0].CommandId);

        await Until.TrueAsync(
            "the reboot is answered",
            () =>
            {
                scene.Time.Advance(TimeSpan.FromMinutes(1));
                return scene.Results.Length == 2;
            },
            context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, scene.Results[1].Outcome);
        Assert.Contains("same boot", scene.Results[1].Text);
    }

    [TestMethod]
    public async Task Take_ACommandThatMakesAFile_SendsItsPartsAndThenTheResult()
    {
        scene.Allow.Add("collect-logs");
        var content = RandomNumberGenerator.GetBytes(600_000);
        var path = scene.Folder.Below("logs.tar.gz");
        await File.WriteAllBytesAsync(path, content, context.CancellationToken);
        using var desk = scene.Desk(new ScriptedAction("collect-logs", CommandLane.Slow, (_, _) => Task.FromResult(
            CommandOutcome.Done("collected", new Dictionary<string, string>()) with { Files = [path] })));
        await desk.StartAsync(context.CancellationToken);
        desk.Take(CommandsScene.Sent("c", new Command { CollectLogs = new CollectLogs() }));
        await Until.TrueAsync("it is answered", () => scene.Results.Length == 1, context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);

        var parts = scene.FileLane[..^1].Select(message => message.Chunk).ToList();
        Assert.AreEqual("262144 262144 75712", string.Join(' ', parts.Select(part => part.Data.Length)));
        Assert.AreEqual("0 262144 524288", string.Join(' ', parts.Select(part => part.Offset)));
        CollectionAssert.AreEqual(content, parts.SelectMany(part => part.Data).ToArray());
        CollectionAssert.AreEqual(SHA256.HashData(content), parts[0].Sha256.ToByteArray());
        Assert.AreEqual("logs.tar.gz 600000", $"{parts[0].Name} {parts[0].Size}");
        Assert.AreEqual(CommandsScene.Id("c"), scene.FileLane[^1].Result.CommandId);
        Assert.IsFalse(File.Exists(path));
    }
}
