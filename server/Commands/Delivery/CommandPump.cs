using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Routes;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>Sends the commands that are owed to this replica's Hosts, again until their result is in.</summary>
internal sealed partial class CommandPump(
    LiveStreams streams, IDbContextFactory<FleetDb> contexts, Hearing hearing, ChangeFeed feed, DatabaseReady ready,
    TimeProvider time, ILogger<CommandPump> logger)
    : EveryReplicaWorker(ready, time)
{
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(30);

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [feed.Subscribe("agent_commands", wake)];

    protected override Task RoundAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.CommandsNotSent(logger, error.Message);

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var live = streams.All.ToDictionary(stream => stream.Host.Id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // At rest this is all.
        if (!await db.AgentCommands.AnyAsync(command => command.State == CommandState.Pending || command.State == CommandState.Sent, cancellationToken))
        {
            return;
        }

        var routes = await GatewayRoutes.LoadAsync(db, live, hearing.At(now).SilentBy, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owed = await OwedAsync(db, routes, now, cancellationToken);
        var toSend = new List<(HostStream Stream, AgentCommand Command, string BmcOf)>();
        foreach (var command in owed)
        {
            if (Due(db, routes, command, now) is { } due)
            {
                toSend.Add(due);
            }
        }

        foreach (var (stream, command, bmcOf) in toSend.Where(item => IsNews(item.Stream, item.Command)))
        {
            MarkSent(db, stream.Host, command, bmcOf, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // After the commit: what an agent does is in the Journal before.
        foreach (var (stream, command, bmcOf) in toSend)
        {
            stream.Sent[command.Id] = now;
            stream.Send(new ConnectResponse { Command = Wire(command, bmcOf, now) });
        }
    }

    /// <summary>Locked: what is withdrawn or answered meanwhile is not sent, and comes up in the next round as what it is then.</summary>
    private static Task<List<AgentCommand>> OwedAsync(FleetDb db, GatewayRoutes routes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hosts = routes.Hosts.ToArray();
        return db.AgentCommands.FromSql($"""
            SELECT * FROM agent_commands
            WHERE state IN ('Pending', 'Sent') AND (host_id = ANY ({hosts}) OR expires_at <= {now})
            ORDER BY created_at
            FOR UPDATE SKIP LOCKED
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Null: nothing is to be sent of it now, or it is over.</summary>
    private static (HostStream Stream, AgentCommand Command, string BmcOf)? Due(FleetDb db, GatewayRoutes routes, AgentCommand command, DateTimeOffset now)
    {
        if (IsOver(command, now))
        {
            command.End(db, CommandState.Expired, "No answer came before it expired.", "system", siteId: null, now);
            return null;
        }

        if (command.ExpiresAt <= now || routes.Find(command, out var bmcOf) is not { } stream || !IsDue(stream, command.Id, now))
        {
            return null;
        }

        if (IsNews(stream, command) && !stream.Abilities.Obeys(command.Name))
        {
            // The agent has said what it obeys: what it would refuse is refused at once.
            var why = $"The agent of {stream.Host.Name} does not obey {command.Name}: its list Commands:Allow does not name it, that Host is not able to, or the agent is too old.";
            command.End(db, CommandState.Refused, why, "system", stream.Host.SiteId, now);
            return null;
        }

        return (stream, command, bmcOf);
    }

    /// <summary>What was sent in time may still be under way: a diagnostic of an hour, a reboot.</summary>
    private static bool IsOver(AgentCommand command, DateTimeOffset now) =>
        (command.State == CommandState.Sent ? command.AnswerBy ?? command.ExpiresAt : command.ExpiresAt) <= now;

    /// <summary>It goes to somebody who was not told before: the Host's agent, or its gateway since.</summary>
    private static bool IsNews(HostStream stream, AgentCommand command) =>
        command.State == CommandState.Pending || (stream.Host.Id != command.HostId && command.Via is null);

    private static bool IsDue(HostStream stream, Guid id, DateTimeOffset now) =>
        !stream.Sent.TryGetValue(id, out var sentAt) || now - sentAt >= Resend;

    /// <summary>What is owed for hours (a locator light) goes out with the short time of every command: an agent takes none that reaches further.</summary>
    private static Command Wire(AgentCommand command, string bmcOf, DateTimeOffset now)
    {
        var soon = now + CommandDescriptor.BeginWithin;
        var wire = Command.Parser.ParseFrom(command.Body);
        wire.Id = command.Id.ToString();
        wire.ExpiresAt = (command.ExpiresAt < soon ? command.ExpiresAt : soon).ToTimestamp();
        wire.BmcOf = bmcOf;
        return wire;
    }

    private static void MarkSent(FleetDb db, HostIdentity host, AgentCommand command, string bmcOf, DateTimeOffset now)
    {
        command.State = CommandState.Sent;
        command.SentAt = now;
        command.Via = bmcOf.Length > 0 ? host.Id : null;
        db.Add(new JournalEntry
        {
            At = now,
            Actor = "system",
            Kind = JournalKinds.CommandSent,
            SiteId = host.SiteId,
            HostId = command.HostId,
            DrainId = command.DrainId,
            Summary = bmcOf.Length > 0 ? $"Told {host.Name}, the BMC gateway of {bmcOf}: {command.Text}." : $"Told {host.Name}: {command.Text}.",
        });
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2801, Level = LogLevel.Warning, Message = "Commands could not be sent and are tried again: {Reason}")]
        public static partial void CommandsNotSent(ILogger logger, string reason);
    }
}
