using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Work.RemoteHands.Locator;

/// <summary>The commands of Drains that light or clear a Host's locator light. What the newest of a Host says is what is wanted. A person's
/// own order of the same name belongs to no Drain, and none of these touches it.</summary>
internal static class LocatorLight
{
    /// <summary>A dead Host's agent may come back days later; its light must not go on then.</summary>
    private static readonly TimeSpan OnValid = TimeSpan.FromHours(12);

    /// <summary>A light that is on is to go off whenever the agent is back; <see cref="LightSweep"/> asks again after that.</summary>
    private static readonly TimeSpan OffValid = TimeSpan.FromDays(7);

    /// <summary>Owes the command in the caller's transaction. What is still owed of before is withdrawn: an agent that comes back does what
    /// is wanted now, not what was.</summary>
    public static async Task OweAsync(FleetDb db, Guid hostId, Guid drainId, bool on, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await Commands(db).Where(command => command.HostId == hostId
            && (command.State == CommandState.Pending || command.State == CommandState.Sent)).ToListAsync(cancellationToken);
        foreach (var command in earlier)
        {
            command.State = CommandState.Expired;
            command.DoneAt = now;
            command.Answer = $"Withdrawn: {Text(on)} is wanted now.";
        }

        db.Add(Order(hostId, drainId, on, now));
    }

    /// <summary>Whether the Drain has asked for the light already.</summary>
    public static Task<bool> IsOrderedAsync(FleetDb db, Guid drainId, CancellationToken cancellationToken) =>
        Commands(db).AnyAsync(command => command.DrainId == drainId, cancellationToken);

    /// <summary>Whether the light was really lit: the newest command is to light it, and the agent did and read it back. Asked for is not lit.</summary>
    public static async Task<bool> IsSeenLitAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken) =>
        await Newest(db).AsNoTracking().SingleOrDefaultAsync(command => command.HostId == hostId, cancellationToken)
            is { State: CommandState.Done } newest && IsOn(newest);

    /// <summary>The newest command of each Host.</summary>
    public static IQueryable<AgentCommand> Newest(FleetDb db) => Commands(db)
        .Where(command => !Commands(db).Any(later => later.HostId == command.HostId && later.CreatedAt > command.CreatedAt));

    /// <summary>Whether a Host that nobody works on must be told again to clear its light.</summary>
    public static bool MustClear(AgentCommand newest, DateTimeOffset now, TimeSpan patience) => newest switch
    {
        _ when IsOn(newest) => true,
        // Asked too often, a BMC that does not answer would fill the Journal.
        { State: CommandState.Failed or CommandState.Expired, DoneAt: { } at } => now - at >= patience,
        // It is under way, done, or the agent's allow-list forbids it.
        _ => false,
    };

    private static IQueryable<AgentCommand> Commands(FleetDb db) =>
        db.AgentCommands.Where(command => command.Name == IdentifyKind.Descriptor.Name && command.DrainId != null);

    private static bool IsOn(AgentCommand command) => Command.Parser.ParseFrom(command.Body).Identify.On;

    private static string Text(bool on) => on ? "identify on" : "identify off";

    private static AgentCommand Order(Guid hostId, Guid drainId, bool on, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var expires = now + (on ? OnValid : OffValid);
        return new AgentCommand
        {
            Id = id,
            HostId = hostId,
            DrainId = drainId,
            Name = IdentifyKind.Descriptor.Name,
            Text = Text(on),
            Body = new Command
            {
                Id = id.ToString(),
                ExpiresAt = Timestamp.FromDateTimeOffset(expires),
                Identify = new Identify { On = on },
            }.ToByteArray(),
            CreatedAt = now,
            ExpiresAt = expires,
        };
    }
}
