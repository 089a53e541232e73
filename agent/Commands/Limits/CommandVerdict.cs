using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>Decides whether a command is carried out.</summary>
internal static class CommandVerdict
{
    /// <summary>The word for a command in Commands:Allow; null where this agent is too old to know it.</summary>
    public static string? NameOf(Command command) => command.ActionCase switch
    {
        Command.ActionOneofCase.Identify => CommandNames.Identify,
        Command.ActionOneofCase.ReadPower => CommandNames.ReadPower,
        Command.ActionOneofCase.ResetGpu => CommandNames.GpuReset,
        Command.ActionOneofCase.RestartUnit => CommandNames.RestartUnit,
        Command.ActionOneofCase.Reboot => CommandNames.Reboot,
        Command.ActionOneofCase.PowerCycle => CommandNames.PowerCycle,
        Command.ActionOneofCase.CollectLogs => CommandNames.CollectLogs,
        Command.ActionOneofCase.Diagnose => CommandNames.Diagnose,
        Command.ActionOneofCase.CaptureConsole => CommandNames.CaptureConsole,
        _ => null,
    };

    /// <summary>What a day's limit counts: each GPU, each unit and each Host by itself.</summary>
    public static string CounterOf(Command command)
    {
        var name = NameOf(command) ?? "";
        var of = command.ActionCase switch
        {
            Command.ActionOneofCase.ResetGpu => command.ResetGpu.GpuUuid,
            Command.ActionOneofCase.RestartUnit => command.RestartUnit.Unit,
            _ => command.BmcOf,
        };
        return of.Length == 0 ? name : $"{name}:{of}";
    }

    /// <summary>Null: carry it out. Else why not.</summary>
    /// <param name="ofDay">How often the like was begun in the last day.</param>
    public static string? WhyRefused(Command command, CommandOptions options, IEnumerable<string> able, int ofDay, DateTimeOffset now)
    {
        var name = NameOf(command);
        return name switch
        {
            null => "this agent does not know the command: it is older than the server",
            _ when !options.Allow.Contains(name) => $"{name} is not on this Host's list Commands:Allow",
            _ when !able.Contains(name) => $"{name} is not possible on this Host",
            _ when command.ExpiresAt is { } end && end.ToDateTimeOffset() <= now => $"the command expired on {end.ToDateTimeOffset():u}; this Host's clock says {now:u}",
            _ when options.MostPerDay.TryGetValue(name, out var most) && ofDay >= most =>
                $"{CounterOf(command)} was begun {ofDay} times in the last 24 hours, and this Host allows {most} (Commands:MostPerDay:{name}): "
                + "more of the same will not mend it",
            _ => null,
        };
    }
}
