using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Sessions;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

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
        await using var scene = await LinkScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await SpokeAsync(scene, "same", time.GetUtcNow().AddSeconds(-60));
        var duplicates = new DuplicateAgents(scene.Database.Contexts, [], time, NullLogger<DuplicateAgents>.Instance);
        await duplicates.LookAsync(scene.Host, Hello(bootId, time.GetUtcNow(), upSeconds, offSeconds), "ipv4:192.0.2.7:5555", Token);
        await duplicates.LookAsync(scene.Host, Hello(bootId, time.GetUtcNow(), upSeconds, offSeconds), "ipv4:192.0.2.7:5555", Token);

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(entries, await after.JournalEntries.CountAsync(row => row.Kind == "host.duplicated" && row.HostId == scene.Host.Id, Token));
    }

    [TestMethod]
    // Runs of the agent's program, in the order in which they connect, all of one boot id.
    [DataRow("first first first", 0)]
    [DataRow("first second third fourth", 0)]
    [DataRow("first second first", 1)]
    [DataRow("first second third first", 1)]
    [DataRow("first  second ", 0)]
    // One that tells no run, as agents of 0.1.0 do, and has copied all else.
    [DataRow("first  first", 1)]
    [DataRow("first  first  first", 1)]
    public async Task Look_AtRunsOfOneBootId_TellsOfOneThatComesBackAfterAnother(string runs, int entries)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var duplicates = new DuplicateAgents(scene.Database.Contexts, [scene.Monitor], time, NullLogger<DuplicateAgents>.Instance);
        foreach (var run in runs.Split(' '))
        {
            var hello = Hello("copied", time.GetUtcNow(), 3600, 0);
            hello.RunId = run;
            await duplicates.LookAsync(scene.Host, hello, "ipv4:192.0.2.7:5555", Token);
            time.Advance(TimeSpan.FromSeconds(30));
        }

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(entries, await after.JournalEntries.CountAsync(row => row.Kind == "host.duplicated" && row.HostId == scene.Host.Id, Token));
        Assert.AreEqual(entries, await after.Conditions.CountAsync(row => row.Rule == "host-duplicated" && row.State == ConditionState.Firing, Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Look_AtTwoThatTakeTurns_IsOneConditionThatEndsWhenOneAloneHasSpokenForAWhile()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await SpokeAsync(scene, "right", TimeProvider.System.GetUtcNow());
        var duplicates = new DuplicateAgents(scene.Database.Contexts, [scene.Monitor], TimeProvider.System, NullLogger<DuplicateAgents>.Instance);
        foreach (var bootId in new[] { "copy", "right", "copy", "right" })
        {
            await duplicates.LookAsync(scene.Host, Hello(bootId, TimeProvider.System.GetUtcNow(), 3600, 0), $"ipv4:192.0.2.7:{bootId.Length}", Token);
        }

        var found = await ConditionAsync(scene);
        Assert.AreEqual(("host-duplicated", ConditionState.Firing, Severity.Critical), (found.Code, found.State, found.Severity));
        Assert.Contains("Two machines speak as gpu-yul1-01", found.Sentence);
        await using (var stream = scene.Connect(Token))
        {
            await SpeakAsync(stream, 1);
            Assert.AreEqual(ConditionState.Firing, (await ConditionAsync(scene)).State, "the other one may be back in a minute");
        }

        // Alone again: it connects anew, and is no stranger to itself.
        await FoundAsync(scene, TimeProvider.System.GetUtcNow().AddMinutes(-11));
        await duplicates.LookAsync(scene.Host, Hello("right", TimeProvider.System.GetUtcNow(), 3600, 0), "ipv4:192.0.2.7:1", Token);
        await using var alone = scene.Connect(Token);
        await SpeakAsync(alone, 2);
        await Until.Async("the Condition ends", _ => ConditionAsync(scene), condition => condition.State == ConditionState.Resolved, Token);
    }

    [TestMethod]
    public void Judge_WhileNobodySpeaks_SaysNothing() =>
        Assert.IsEmpty(new HostDuplicatedRule().Judge(new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1")), TimeProvider.System.GetUtcNow()));

    [TestMethod]
    [DataRow("other", true)]
    [DataRow("same", false)]
    [DataRow(null, false)]
    public async Task Watch_OfAStreamWhoseHostSpeaksElsewhere_EndsIt(string? speaker, bool ended)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await SpokeAsync(scene, speaker, TimeProvider.System.GetUtcNow());
        using var stream = new HostStream(scene.Host, Token) { Hello = new Hello { BootId = "same" } };
        scene.Streams.Enter(stream);
        using var watch = new SpeakerWatch(scene.Streams, scene.Database.Contexts, new DatabaseReady(), TimeProvider.System, NullLogger<SpeakerWatch>.Instance);

        await watch.LookAsync(Token);

        Assert.AreEqual(ended, stream.Ending.IsCancellationRequested);
    }

    [TestMethod]
    [DataRow("other", true)]
    [DataRow("same", false)]
    [DataRow("same other", true)]
    // It has told no id.
    [DataRow("same ", true)]
    [DataRow("", false)]
    public async Task Watch_OfAStreamWhoseHostSpeaksInAnotherRun_EndsIt(string runs, bool ended)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var elsewhere = new DuplicateAgents(scene.Database.Contexts, [], TimeProvider.System, NullLogger<DuplicateAgents>.Instance);
        foreach (var run in runs.Split(' '))
        {
            await elsewhere.LookAsync(scene.Host, new Hello { BootId = "copied", RunId = run }, "ipv4:192.0.2.7:5555", Token);
        }

        using var stream = new HostStream(scene.Host, Token) { Hello = new Hello { BootId = "copied", RunId = "same" } };
        scene.Streams.Enter(stream);
        using var watch = new SpeakerWatch(scene.Streams, scene.Database.Contexts, new DatabaseReady(), TimeProvider.System, NullLogger<SpeakerWatch>.Instance);

        await watch.LookAsync(Token);

        Assert.AreEqual(ended, stream.Ending.IsCancellationRequested);
    }

    private static Hello Hello(string bootId, DateTimeOffset now, int upSeconds, int offSeconds)
    {
        var itsTime = now.AddSeconds(offSeconds);
        return new Hello { BootId = bootId, Now = Timestamp.FromDateTimeOffset(itsTime), BootedAt = Timestamp.FromDateTimeOffset(itsTime.AddSeconds(-upSeconds)) };
    }

    private static async Task SpeakAsync(OpenStream stream, ulong sequence)
    {
        stream.Send(LinkScene.Frame(sequence, TimeProvider.System.GetUtcNow(), 40));
        // An Event is acknowledged when it was judged; a Frame's minute may still be open.
        stream.Send(LinkScene.Xid(sequence + 100, 13, TimeProvider.System.GetUtcNow()));
        await stream.AcknowledgedAsync(sequence + 100);
    }

    private async Task SpokeAsync(LinkScene scene, string? bootId, DateTimeOffset heardAt)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(row => row.SpeakerBootId, bootId), Token);
        db.Add(new HostHeartbeat { HostId = scene.Host.Id, HeardAt = heardAt });
        await db.SaveChangesAsync(Token);
    }

    private async Task FoundAsync(LinkScene scene, DateTimeOffset at)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastFoundAt, at), Token);
    }

    private async Task<Condition> ConditionAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().SingleAsync(row => row.Rule == "host-duplicated", Token);
    }
}
