using Google.Protobuf.WellKnownTypes;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>Kinds of commands as the API tells them.</summary>
internal static class CommandKindMapper
{
    public static Wire.CommandKind Map(CommandDescriptor kind) => new()
    {
        Name = kind.Name,
        Title = kind.Title,
        Description = kind.Says,
        Arguments = { kind.Arguments.Select(Map) },
        Disturbs = kind.Disturbs,
        EndsBoot = kind.EndsBoot,
        NeedsReason = kind.NeedsReason,
        Harmless = kind.IsHarmless,
        Lasts = Duration.FromTimeSpan(kind.Lasts),
        CountsPer = Map(kind.CountsPer),
    };

    public static Wire.CommandArgument Map(CommandArgument argument) => new()
    {
        Name = argument.Name,
        Title = argument.Title,
        Kind = Map(argument.Kind),
        Required = argument.IsRequired,
        Minimum = argument.Least,
        Maximum = argument.Most,
        DefaultValue = argument.Default,
        Hint = argument.Hint,
        Choices = { argument.Choices.Select(choice => new Wire.ArgumentChoice { Value = choice.Value, Title = choice.Title, DisturbsNothing = choice.DisturbsNothing }) },
    };

    private static Wire.ArgumentKind Map(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Gpu => Wire.ArgumentKind.Gpu,
        ArgumentKind.Gpus => Wire.ArgumentKind.Gpus,
        ArgumentKind.Text => Wire.ArgumentKind.Text,
        ArgumentKind.Number => Wire.ArgumentKind.Number,
        ArgumentKind.Duration => Wire.ArgumentKind.Duration,
        ArgumentKind.Switch => Wire.ArgumentKind.Switch,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of argument."),
    };

    private static Wire.CommandCount Map(CommandCount count) => count switch
    {
        CommandCount.Nothing => Wire.CommandCount.Nothing,
        CommandCount.Host => Wire.CommandCount.Host,
        CommandCount.Gpu => Wire.CommandCount.Gpu,
        CommandCount.Unit => Wire.CommandCount.Unit,
        _ => throw new ArgumentOutOfRangeException(nameof(count), count, "Unknown count."),
    };
}
