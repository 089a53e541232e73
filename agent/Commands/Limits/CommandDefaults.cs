using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>What holds where the settings say nothing.</summary>
internal static class CommandDefaults
{
    /// <summary>What only reads, quickly, or sets the locator LED. It has no limit.</summary>
    public static IReadOnlySet<string> Harmless { get; } = Names(Command.ActionOneofCase.Identify, Command.ActionOneofCase.ReadPower);

    /// <summary>What an agent carries out where its settings do not say. A Host that no longer answers shows on its console why, and not for long:
    /// its gateway must not wait for a setting.</summary>
    public static IReadOnlySet<string> Usual { get; } =
        Names(Command.ActionOneofCase.Identify, Command.ActionOneofCase.ReadPower, Command.ActionOneofCase.CaptureConsole);

    /// <summary>What can have a limit a day: all the others.</summary>
    public static IReadOnlyList<string> Limited { get; } = [.. CommandName.All.Where(name => !Harmless.Contains(name))];

    private static HashSet<string> Names(params Command.ActionOneofCase[] actions) => [.. actions.Select(CommandName.Of)];
}
