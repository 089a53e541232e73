using System.Text.Json;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Kinds;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>What came of asking for a silent Host's console, whoever asked.</summary>
/// <param name="AnsweredAt">Null: the answer is waited for.</param>
/// <param name="LastLines">Empty: there are none.</param>
internal sealed record SilentConsole(CommandState State, DateTimeOffset OrderedAt, DateTimeOffset? AnsweredAt, string Answer, string LastLines)
{
    /// <summary>The command's name.</summary>
    public static string CommandName => CaptureConsoleKind.Descriptor.Name;

    /// <summary>Under this word the lines stand in the command's proof, and with its prefix in a Condition's evidence.</summary>
    public const string Proof = "last_lines";

    public const string Evidence = "console_" + Proof;

    /// <summary>The newest that shows something; else the newest. Null: there is none.</summary>
    public static SilentConsole? Of(IEnumerable<AgentCommand> captures) => captures
        .OrderByDescending(command => command.CreatedAt).Select(Of).ToList() is { Count: > 0 } told
            ? told.Find(console => console.LastLines.Length > 0) ?? told[0]
            : null;

    public static SilentConsole Of(AgentCommand command) => new(
        command.State, command.CreatedAt, command.DoneAt, command.Answer ?? "",
        JsonSerializer.Deserialize<Dictionary<string, string>>(command.Proof)!.GetValueOrDefault(Proof, ""));
}
