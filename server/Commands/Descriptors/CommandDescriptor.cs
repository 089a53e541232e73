using Google.Protobuf;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>All that the server, the API and the dashboard know of a kind of command.</summary>
/// <param name="Action">Which case of the wire's oneof it is; its name follows from it.</param>
internal sealed record CommandDescriptor(Command.ActionOneofCase Action)
{
    /// <summary>How long an agent that was told may take to begin. What is owed for longer is told anew, with another such time.</summary>
    public static readonly TimeSpan BeginWithin = TimeSpan.FromMinutes(10);

    /// <summary>As in the agent's Commands:Allow: "gpu-reset".</summary>
    public string Name { get; } = CommandName.Of(Action);

    /// <summary>For a menu: "Reset a GPU".</summary>
    public required string Title { get; init; }

    /// <summary>What it does, a sentence for who is about to order it.</summary>
    public required string Says { get; init; }

    /// <summary>In the order of a form. Each is a field of the action's message.</summary>
    public IReadOnlyList<CommandArgument> Arguments { get; init; } = [];

    /// <summary>It ends or slows what the Host serves, unless an argument says otherwise.</summary>
    public bool Disturbs { get; init; }

    /// <summary>It ends the Host's boot: a person types the Host's name first.</summary>
    public bool EndsBoot { get; init; }

    /// <summary>The audit asks why.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>It only looks or lights a lamp: a technician may order it.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>How much a Host can suffer from it: its place in a menu.</summary>
    public CommandWeight Weight => this switch
    {
        { EndsBoot: true } => CommandWeight.EndsBoot,
        { Disturbs: true } => CommandWeight.Disturbs,
        { IsHarmless: true } => CommandWeight.Harmless,
        _ => CommandWeight.DisturbsNothing,
    };

    /// <summary>How long after its begin an answer may come.</summary>
    public required TimeSpan Lasts { get; init; }

    /// <summary>What the agent's limit a day counts.</summary>
    public CommandCount CountsPer { get; init; } = CommandCount.Host;

    public GatewayUse ByGateway { get; init; }

    /// <summary>When the last answer may come to one that is sent from now on.</summary>
    public DateTimeOffset AnswerBy(DateTimeOffset now) => now + BeginWithin + Lasts;

    /// <summary>One that waited for a person is sent from now on.</summary>
    public void Send(AgentCommand command, DateTimeOffset now) =>
        (command.State, command.ExpiresAt, command.AnswerBy) = (CommandState.Pending, now + BeginWithin, AnswerBy(now));

    /// <summary>One that an agent must begin soon: nobody wants a Host to reboot an hour later because its agent came back then.</summary>
    /// <param name="text">What is done, for a person.</param>
    /// <param name="drainId">The Drain whose work it does; null: none.</param>
    public AgentCommand Order(Guid hostId, Command wire, string text, string by, string reason, DateTimeOffset now, Guid? drainId = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        HostId = hostId,
        Body = wire.ToByteArray(),
        Name = Name,
        Text = text,
        DrainId = drainId,
        OrderedBy = by,
        Reason = reason,
        CreatedAt = now,
        ExpiresAt = now + BeginWithin,
        AnswerBy = AnswerBy(now),
    };
}

internal enum CommandWeight
{
    Harmless,
    DisturbsNothing,
    Disturbs,
    EndsBoot,
}

internal enum CommandCount
{
    /// <summary>There is no limit.</summary>
    Nothing,
    Host,
    Gpu,
    Unit,
}

/// <summary>Whether a Host's BMC gateway may do it in place of an agent that is silent.</summary>
internal enum GatewayUse
{
    Never,

    /// <summary>By the gateway or by the Host's agent, whoever was told first: done by both, a power cycle would be two.</summary>
    Once,

    /// <summary>It may be done by both: it only looks or lights a lamp.</summary>
    Repeatable,
}
