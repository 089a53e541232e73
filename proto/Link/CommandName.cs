namespace SovereignFleet.Proto.Link;

/// <summary>The names of commands, as people, settings and the API write them: those of the cases of <see cref="Command"/>'s oneof,
/// with hyphens. Whoever adds a case has named it.</summary>
public static class CommandName
{
    /// <summary>In the order of their numbers on the wire.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<Command.ActionOneofCase>().Where(action => action != Command.ActionOneofCase.None).Order().Select(Of)];

    /// <summary>"gpu-reset" of GpuReset.</summary>
    public static string Of(Command.ActionOneofCase action) =>
        string.Concat(action.ToString().Select((letter, place) => (place > 0 && char.IsAsciiLetterUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
}
