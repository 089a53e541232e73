using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>Decides whether a command is carried out.</summary>
internal static class CommandVerdict
{
    /// <summary>The word for a command in Commands:Allow; null where this agent is too old to know it.</summary>
    public static string? NameOf(Command command) =>
        command.ActionCase == Command.ActionOneofCase.None ? null : CommandName.Of(command.ActionCase);

    /// <summary>Null: carry it out. Else why not.</summary>
    /// <param name="count">Null: this Host is not able to.</param>
    public static string? WhyRefused(Command command, CommandOptions options, DayCount? count, DateTimeOffset now)
    {
        var name = NameOf(command);
        return name switch
        {
            null => "this agent does not know the command: it is older than the server",
            _ when !options.Allow.Contains(name) => $"{name} is not on this Host's list Commands:Allow",
            _ when count is null => $"{name} is not possible on this Host",
            _ when count.Most is { } most && count.Begun >= most =>
                $"{count.Counter} was begun {count.Begun} times in the last 24 hours, and this Host allows {most} (Commands:MostPerDay:{name}): "
                + "more of the same will not mend it",
            _ => null,
        };
    }
}
