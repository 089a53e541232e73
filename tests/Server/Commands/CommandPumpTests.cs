using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Commands;

[TestClass]
public sealed class CommandPumpTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Command_IsSentOncePerStreamAndItsResultIsKept()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var id = await OweAsync(scene, TimeSpan.FromMinutes(5));
        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(scene.Streams, scene.Database.Contexts, Options.Create(new LivenessOptions()), feed, ready, TimeProvider.System, NullLogger<CommandPump>.Instance);
        while (scene.Streams.All.Count == 0)
        {
            await Task.Delay(10, Token);
        }

        await pump.SendAsync(Token);
        await pump.SendAsync(Token);
        stream.Send(Answer(1, id));
        await stream.AcknowledgedAsync(1);

        Assert.AreEqual(1, stream.Responses.Written.Count(message => message.Command?.Id == id.ToString()));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = await db.AgentCommands.SingleAsync(Token);
        Assert.AreEqual((CommandState.Done, "LED on"), (command.State, command.Answer));
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.CommandSent, Token));
    }

    [TestMethod]
    public async Task Command_PastItsTime_Expires()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await OweAsync(scene, TimeSpan.FromSeconds(-1));
        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(scene.Streams, scene.Database.Contexts, Options.Create(new LivenessOptions()), feed, ready, TimeProvider.System, NullLogger<CommandPump>.Instance);

        await pump.SendAsync(Token);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(CommandState.Expired, (await db.AgentCommands.SingleAsync(Token)).State);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Command_ThatTheAgentSaysItDoesNotObey_IsRefusedAtOnceAndNotSent()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var hello = new Hello
        {
            AgentVersion = "test",
            Now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            Capabilities = new Capabilities { LinkVersion = LinkVersion.Current, Commands = { "read-power" } },
        };
        await using var stream = new OpenStream(scene, hello, Token);
        var id = await OweAsync(scene, TimeSpan.FromMinutes(5));
        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(scene.Streams, scene.Database.Contexts, Options.Create(new LivenessOptions()), feed, ready, TimeProvider.System, NullLogger<CommandPump>.Instance);
        await Until.TrueAsync("the stream is there", () => scene.Streams.All.Count > 0, Token);

        await pump.SendAsync(Token);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = await db.AgentCommands.SingleAsync(Token);
        Assert.AreEqual(CommandState.Refused, command.State);
        Assert.Contains("does not obey identify", command.Answer!);
        Assert.IsFalse(stream.Responses.Written.Any(message => message.Command?.Id == id.ToString()));
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.CommandDone, Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Command_ThatIsWithdrawnWhileThePumpLooks_IsNotSent()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var id = await OweAsync(scene, TimeSpan.FromMinutes(5));
        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(scene.Streams, scene.Database.Contexts, Options.Create(new LivenessOptions()), feed, ready, TimeProvider.System, NullLogger<CommandPump>.Instance);
        await Until.TrueAsync("the stream is there", () => scene.Streams.All.Count > 0, Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        await using (var withdrawal = await db.Database.BeginTransactionAsync(Token))
        {
            await CommandWithdrawals.WithdrawAsync(db, id, "system", "nobody wants it any more", TimeProvider.System.GetUtcNow(), Token);
            await db.SaveChangesAsync(Token);
            await pump.SendAsync(Token);
            await withdrawal.CommitAsync(Token);
        }

        await pump.SendAsync(Token);

        Assert.IsFalse(stream.Responses.Written.Any(message => message.Command?.Id == id.ToString()));
        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = await after.AgentCommands.SingleAsync(Token);
        Assert.AreEqual((CommandState.Expired, "Withdrawn before it was sent: nobody wants it any more."), (command.State, command.Answer));
    }

    private async Task<Guid> OweAsync(LinkScene scene, TimeSpan validFor)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = new AgentCommand
        {
            Id = Guid.NewGuid(),
            HostId = scene.Host.Id,
            Name = "identify",
            Body = new Command { Identify = new Identify { On = true } }.ToByteArray(),
            Text = "identify on",
            CreatedAt = now,
            ExpiresAt = now + validFor,
        };
        db.Add(command);
        await db.SaveChangesAsync(Token);
        return command.Id;
    }

    private static ConnectRequest Answer(ulong sequence, Guid id) => new()
    {
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        Result = new CommandResult { CommandId = id.ToString(), Outcome = CommandResult.Types.Outcome.Done, Text = "LED on", At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) },
    };
}
