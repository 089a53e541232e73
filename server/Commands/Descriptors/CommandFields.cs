using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>Reads and fills the fields of a command's action by the names of its arguments.</summary>
internal static class CommandFields
{
    /// <summary>The command's action alone, with the defaults in place of what was left out, and GPUs in the spelling that the agent takes.</summary>
    public static Command Complete(CommandDescriptor kind, Command given)
    {
        var field = Case(given);
        var action = (IMessage)field.MessageType.Parser.ParseFrom(Action(given).ToByteArray());
        foreach (var argument in kind.Arguments)
        {
            Spell(action, argument);
            if (argument.Default.Length > 0)
            {
                Fill(action, argument);
            }
        }

        var complete = new Command();
        field.Accessor.SetValue(complete, action);
        return complete;
    }

    /// <summary>The message of the command's action: <see cref="Identify"/>.</summary>
    public static IMessage Action(Command command) => (IMessage)Case(command).Accessor.GetValue(command);

    /// <summary>null: a duration that is absent.</summary>
    public static object? Value(IMessage action, CommandArgument argument) => Field(action, argument).Accessor.GetValue(action);

    /// <summary>The GPUs that a command names.</summary>
    public static IReadOnlyList<string> Gpus(IMessage action, CommandArgument argument) => Value(action, argument) switch
    {
        string { Length: > 0 } uuid when argument.Kind == ArgumentKind.Gpu => [uuid],
        IEnumerable<string> uuids when argument.Kind == ArgumentKind.Gpus => [.. uuids],
        _ => [],
    };

    /// <summary>As the Journal and a choice write it: "2", "true", "00:01:00"; several with commas.</summary>
    public static string Text(IMessage action, CommandArgument argument) => Value(action, argument) switch
    {
        null => "",
        bool value => value ? "true" : "false",
        Duration length => JsonFormatter.ToDiagnosticString(length).Trim('"'),
        IEnumerable<string> several => string.Join(", ", several),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static FieldDescriptor Case(Command command) =>
        Command.Descriptor.FindFieldByNumber((int)command.ActionCase) ?? throw new ArgumentException("The command names no action.", nameof(command));

    private static FieldDescriptor Field(IMessage action, CommandArgument argument) => action.Descriptor.FindFieldByName(argument.Name)
        ?? throw new InvalidOperationException($"{action.Descriptor.Name} has no field {argument.Name}.");

    private static void Spell(IMessage action, CommandArgument argument)
    {
        switch (Value(action, argument))
        {
            case string uuid when argument.Kind == ArgumentKind.Gpu:
                Field(action, argument).Accessor.SetValue(action, GpuNames.Of(uuid));
                break;
            case IList<string> uuids when argument.Kind == ArgumentKind.Gpus:
                for (var place = 0; place < uuids.Count; place++)
                {
                    uuids[place] = GpuNames.Of(uuids[place]);
                }

                break;
            default:
                // It names no GPU.
                break;
        }
    }

    private static void Fill(IMessage action, CommandArgument argument)
    {
        var field = Field(action, argument);
        switch (argument.Kind)
        {
            case ArgumentKind.Number when Value(action, argument) is 0u:
                field.Accessor.SetValue(action, uint.Parse(argument.Default, CultureInfo.InvariantCulture));
                break;
            case ArgumentKind.Duration when Value(action, argument) is null:
                field.Accessor.SetValue(action, Duration.FromTimeSpan(TimeSpan.FromSeconds(long.Parse(argument.Default, CultureInfo.InvariantCulture))));
                break;
            default:
                // It was given, or its default is only what a form begins with.
                break;
        }
    }
}
