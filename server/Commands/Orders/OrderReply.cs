namespace SovereignFleet.Server.Commands.Orders;

/// <summary>What became of an order: the command that is owed now, or why there is none.</summary>
internal sealed record OrderReply(AgentCommand? Command, OrderFault? Fault, string? Refusal)
{
    public static OrderReply Taken(AgentCommand command) => new(command, null, null);

    public static OrderReply Missing(string why) => new(null, OrderFault.Missing, why);

    public static OrderReply Forbidden(string why) => new(null, OrderFault.Forbidden, why);

    public static OrderReply Nonsense(string why) => new(null, OrderFault.Nonsense, why);

    public static OrderReply Untimely(string why) => new(null, OrderFault.Untimely, why);
}

internal enum OrderFault
{
    Missing,
    Forbidden,
    Nonsense,
    Untimely,
}
