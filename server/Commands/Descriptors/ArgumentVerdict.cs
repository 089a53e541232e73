using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>Decides whether the arguments of a command make sense, by the bounds that its kind declares. Pure.</summary>
internal static class ArgumentVerdict
{
    private const int NanosOfSecond = 1_000_000_000;

    /// <summary>Null: all do. Else what is wrong with the first that does not.</summary>
    /// <param name="gpus">The UUIDs of the Host's GPUs.</param>
    public static string? WhyNonsense(CommandDescriptor kind, IMessage action, string hostName, IReadOnlyCollection<string> gpus) =>
        kind.Arguments.Select(argument => WhyNonsense(argument, action, hostName, gpus)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Whether the command ends or slows what the Host serves.</summary>
    public static bool Disturbs(CommandDescriptor kind, IMessage action) => kind.Disturbs
        && !kind.Arguments.Any(argument => argument.Choices.Any(choice => choice.DisturbsNothing && choice.Value == CommandFields.Text(action, argument)));

    private static string? WhyNonsense(CommandArgument argument, IMessage action, string hostName, IReadOnlyCollection<string> gpus) =>
        CommandFields.Value(action, argument) switch
        {
            null or "" => argument.IsRequired ? argument.Refusal : null,
            _ when CommandFields.Gpus(action, argument).FirstOrDefault(uuid => !gpus.Contains(uuid)) is { } stranger => $"{hostName} has no GPU {stranger}.",
            string text when argument.Kind == ArgumentKind.Text && (text.Length > argument.Most || text.Any(char.IsControl)) => argument.Refusal,
            uint number when number < argument.Least || number > argument.Most => argument.Refusal,
            Duration length when !IsWithin(length, argument) => argument.Refusal,
            _ => null,
        };

    private static bool IsWithin(Duration length, CommandArgument argument) =>
        length.Nanos is >= 0 and < NanosOfSecond
        && length.Seconds >= argument.Least
        && (length.Seconds < argument.Most || (length.Seconds == argument.Most && length.Nanos == 0));
}
