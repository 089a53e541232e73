using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Capacity.Holds;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;
using ApiToken = SovereignFleet.Server.Identity.People.ApiToken;
using CommandState = SovereignFleet.Server.Commands.CommandState;
using Host = SovereignFleet.Server.Fleet.Host;
using Person = SovereignFleet.Server.Identity.People.Person;
using ServiceState = SovereignFleet.Server.Fleet.ServiceState;

namespace SovereignFleet.Tests.Server.Capacity.Holds;

/// <summary>A Pool of Hosts in a real database, people who order commands on them, and the worker that gives back what the commands hold.</summary>
internal sealed class CommandStage : IDisposable
{
    private readonly CancellationToken token;
    private readonly ChangeFeed feed;
    private readonly CommandHolds holds;

    private CommandStage(TestDatabase database, DrainStage fleet, CancellationToken token)
    {
        (Fleet, this.token) = (fleet, token);
        feed = new ChangeFeed(database.DataSource, new DatabaseReady(), fleet.Time, NullLogger<ChangeFeed>.Instance);
        holds = new CommandHolds(fleet.Contexts, Hears.Always(), feed, fleet.Ready, fleet.Time, NullLogger<CommandHolds>.Instance);
    }

    public DrainStage Fleet { get; }

    public static Caller Ada { get; } = new("ada", Role.OnCall, null);
    public static Caller Ben { get; } = new("ben", Role.Operator, null);
    /// <summary>A program's, made by ada.</summary>
    public static Caller Robot { get; } = new("robot", Role.OnCall, null) { IsProgram = true };
    /// <summary>A program's, made by somebody else.</summary>
    public static Caller Other { get; } = new("other", Role.OnCall, null) { IsProgram = true };

    private CommandGuard Guard => new(Fleet.Guard);
    public CommandOrders Orders => new(Fleet.Contexts, Guard, Fleet.Time);
    public CommandConfirmations Confirmations => new(Fleet.Contexts, Guard, Fleet.Time);

    public static async Task<CommandStage> CreateAsync(TestDatabase database, int hosts, int required, CancellationToken token)
    {
        var stage = new CommandStage(database, await DrainStage.CreateAsync(database, new ScriptedTarget(), hosts, required, 0, token), token);
        await using var db = await database.Contexts.CreateDbContextAsync(token);
        var now = stage.Fleet.Time.GetUtcNow();
        db.AddRange(
            new Person { Id = Guid.NewGuid(), UserName = "ada", NormalizedUserName = "ADA", Role = Role.OnCall },
            new Person { Id = Guid.NewGuid(), UserName = "ben", NormalizedUserName = "BEN", Role = Role.Operator },
            Token("robot", "person:ada", now), Token("other", "person:root", now));
        await db.SaveChangesAsync(token);
        return stage;

        static ApiToken Token(string name, string maker, DateTimeOffset now) => new()
        {
            Id = Guid.NewGuid(),
            TokenHash = Guid.NewGuid().ToByteArray(),
            Name = name,
            Role = Role.OnCall,
            CreatedBy = maker,
            CreatedAt = now,
            ExpiresAt = now.AddDays(30),
        };
    }

    public Task<OrderReply> OrderAsync(int host, Caller? by = null, bool ask = false, Command? command = null) => Orders.OrderAsync(
        new CommandOrder
        {
            HostName = Fleet.Hosts[host].Name,
            Command = command ?? new Command { Reboot = new Reboot() },
            By = by ?? Ada,
            Reason = "hangs",
            EvenInService = true,
            AskSecondPerson = ask,
        },
        token);

    /// <summary>As the pump and the agent would.</summary>
    public async Task AnswerAsync(Guid id, CommandState state)
    {
        await using var db = await Fleet.Contexts.CreateDbContextAsync(token);
        var command = await db.AgentCommands.SingleAsync(row => row.Id == id, token);
        command.SentAt ??= Fleet.Time.GetUtcNow();
        command.State = CommandState.Sent;
        if (state != CommandState.Sent)
        {
            command.End(db, state, "answered", "agent", siteId: null, Fleet.Time.GetUtcNow());
        }

        await db.SaveChangesAsync(token);
    }

    /// <summary>The worker looks once.</summary>
    public Task SweepAsync() => holds.RunOnceAsync(token);

    public async Task PassAsync(TimeSpan time, params Guid[] silent)
    {
        Fleet.Time.Advance(time);
        await Fleet.HearAsync(token, 0, silent);
    }

    public async Task<AgentCommand> FindAsync(Guid id)
    {
        await using var db = await Fleet.Contexts.CreateDbContextAsync(token);
        return await db.AgentCommands.AsNoTracking().SingleAsync(row => row.Id == id, token);
    }

    public async Task<List<CapacityReservation>> LiveAsync()
    {
        await using var db = await Fleet.Contexts.CreateDbContextAsync(token);
        return await db.CapacityReservations.AsNoTracking().Where(row => row.ReleasedAt == null).ToListAsync(token);
    }

    public async Task SetAsync(Host host, ServiceState state)
    {
        await using var db = await Fleet.Contexts.CreateDbContextAsync(token);
        await db.Hosts.Where(row => row.Id == host.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ServiceState, state), token);
    }

    public async Task<List<string>> JournalAsync()
    {
        await using var db = await Fleet.Contexts.CreateDbContextAsync(token);
        return await db.JournalEntries.Where(row => row.Kind.StartsWith("command.")).OrderBy(row => row.Id).Select(row => row.Actor + " " + row.Kind).ToListAsync(token);
    }

    public void Dispose()
    {
        holds.Dispose();
        feed.Dispose();
    }
}
