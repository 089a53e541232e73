using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;
using Enum = System.Enum;
using FleetHost = SovereignFleet.Server.Fleet.Host;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>What a BMC gateway may say and do of other Hosts, on a real database.</summary>
[TestClass]
public sealed class GatewayTests(TestContext context)
{
    private const string Silent = "gpu-yul1-02";
    private static readonly DateTimeOffset LongAgo = TimeProvider.System.GetUtcNow().AddHours(-1);

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    [DataRow(false, "yul1")]
    [DataRow(true, "yul2")]
    public async Task Word_OfAHostThatItIsNoGatewayOf_IsRefusedAndJournalledOnce(bool named, string site)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var other = await scene.DeclareAsync(Silent, site, named ? scene.Host.Id : null, LongAgo, Token);
        await using var stream = scene.Connect(Token);

        stream.Send(GatewayWords.Read(1, Silent), Sel(2, Silent, "1 | a"), GatewayWords.Read(3, Silent), Sel(4, Silent, "2 | b"), Sel(5, "nobody", "3 | c"));
        await stream.AcknowledgedAsync(5);

        Assert.IsEmpty(scene.Heartbeats.TakeBmcs());
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Events.CountAsync(row => row.HostId == other, Token));
        Assert.AreEqual(0, await db.Events.CountAsync(row => row.HostId == scene.Host.Id, Token));
        await Until.Async(
            "each is journalled once",
            stop => db.JournalEntries.Where(entry => entry.Kind == JournalKinds.GatewayRefused).Select(entry => entry.Summary).ToListAsync(stop),
            told => told.Count == 2 && told.Count(text => text.Contains(Silent, StringComparison.Ordinal)) == 1,
            Token);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_OfTheBmcsLog_IsThatHostsAndToldByBothIsOne()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, LongAgo, Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            // The Host's own agent told the first record before it fell silent.
            db.Add(new StoredEvent
            {
                HostId = silent,
                SpoolId = "own",
                Sequence = 9,
                At = LongAgo,
                ReceivedAt = LongAgo,
                Kind = "bmc_sel",
                Count = 1,
                Source = "bmc",
                Text = "1 | first",
            });
            await db.SaveChangesAsync(Token);
        }

        await using var stream = scene.Connect(Token);
        stream.Send(Sel(1, Silent, "1 | first"), Sel(2, Silent, "2 | second"), Sel(3, "", "1 | first"));
        await stream.AcknowledgedAsync(3);

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var texts = await after.Events.Where(row => row.HostId == silent).OrderBy(row => row.Text).Select(row => row.Text).ToListAsync(Token);
        Assert.AreEqual("1 | first, 2 | second", string.Join(", ", texts));
        Assert.AreEqual(1, await after.Events.CountAsync(row => row.HostId == scene.Host.Id, Token));
        var entry = await after.JournalEntries.SingleAsync(row => row.HostId == silent && row.Kind == JournalKinds.EventSeen, Token);
        Assert.AreEqual("agent:" + scene.Host.Name, entry.Actor);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Command_ToASilentHost_GoesByTheGatewayAndItsAnswerIsKept()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, LongAgo, Token);
        await using var stream = scene.Connect(Token);
        await Until.TrueAsync("the gateway is connected", () => scene.Streams.All.Count == 1, Token);
        var id = await OweAsync(scene, silent, "identify", CommandState.Pending);

        await SendAsync(scene);
        await SendAsync(scene);

        await Until.TrueAsync("the command is on its way", () => stream.Responses.Written.Any(message => message.Command is not null), Token);
        var sent = stream.Responses.Written.Where(message => message.Command is not null).Select(message => message.Command).Single();
        Assert.AreEqual((id.ToString(), Silent), (sent.Id, sent.BmcOf));
        stream.Send(new ConnectRequest
        {
            SpoolId = LinkScene.Spool,
            Sequence = 1,
            Result = new CommandResult { CommandId = id.ToString(), Outcome = CommandResult.Types.Outcome.Done, Text = "lit" },
        });
        await stream.AcknowledgedAsync(1);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(CommandState.Done, (await db.AgentCommands.SingleAsync(Token)).State);
        Assert.IsTrue(await db.JournalEntries.AnyAsync(
            entry => entry.HostId == silent && entry.Kind == JournalKinds.CommandSent && entry.Summary.Contains("the BMC gateway of " + Silent), Token));
        Assert.IsTrue(await db.JournalEntries.AnyAsync(entry => entry.HostId == silent && entry.Kind == JournalKinds.CommandDone, Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    [DataRow("identify", "Pending", true, false)]
    [DataRow("identify", "Sent", false, true)]
    [DataRow("power-cycle", "Pending", false, true)]
    [DataRow("power-cycle", "Sent", false, false)]
    [DataRow("reboot", "Pending", false, false)]
    [DataRow("collect-logs", "Pending", false, false)]
    public async Task Command_ByTheGateway_OnlyWhatItsBmcCanAndNobodyElseDoes(string name, string state, bool heardNow, bool goes)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, heardNow ? TimeProvider.System.GetUtcNow() : LongAgo, Token);
        await using var stream = scene.Connect(Token);
        await Until.TrueAsync("the gateway is connected", () => scene.Streams.All.Count == 1, Token);
        await OweAsync(scene, silent, name, Enum.Parse<CommandState>(state));

        await SendAsync(scene);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(goes ? scene.Host.Id : (Guid?)null, (await db.AgentCommands.SingleAsync(Token)).Via);
    }

    private async Task SendAsync(LinkScene scene)
    {
        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(scene.Streams, scene.Database.Contexts, Hears.Always(), feed, ready, TimeProvider.System, NullLogger<CommandPump>.Instance);
        await pump.SendAsync(Token);
    }

    private async Task<Guid> OweAsync(LinkScene scene, Guid hostId, string name, CommandState state)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = new AgentCommand
        {
            Id = Guid.NewGuid(),
            HostId = hostId,
            Body = new Command { Identify = new Identify { On = true } }.ToByteArray(),
            Name = name,
            Text = name,
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(5),
            State = state,
        };
        db.Add(command);
        await db.SaveChangesAsync(Token);
        return command.Id;
    }

    private static ConnectRequest Sel(ulong sequence, string host, string text) => new()
    {
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        Event = new Event { At = Timestamp.FromDateTimeOffset(LongAgo), Kind = "bmc_sel", Count = 1, Source = "bmc", Text = text, Host = host },
    };
}
