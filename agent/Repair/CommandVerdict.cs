using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair;

/// <summary>Decides whether a command is obeyed.</summary>
internal static class CommandVerdict
{
    /// <summary>The word for a command in Commands:Allow; null where this agent is too old to know it.</summary>
    public static string? NameOf(Command command) => command.ActionCase switch
    {
        Command.ActionOneofCase.Identify => "identify",
        Command.ActionOneofCase.ReadPower => "read-power",
        _ => null,
    };

    /// <summary>Null: obey. Else why not.</summary>
    public static string? WhyRefused(Command command, IReadOnlySet<string> allowed, IEnumerable<string> able, DateTimeOffset now)
    {
        var name = NameOf(command);
        return name switch
        {
            null => "this agent does not know the command: it is older than the server",
            _ when !allowed.Contains(name) => $"{name} is not on this Host's list Commands:Allow",
            _ when !able.Contains(name) => $"{name} is not possible on this Host",
            _ when command.ExpiresAt is { } end && end.ToDateTimeOffset() <= now => $"the command expired on {end.ToDateTimeOffset():u}; this Host's clock says {now:u}",
            _ => null,
        };
    }
}
