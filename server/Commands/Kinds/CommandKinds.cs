using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>All commands that there are. Adding one is a file and a line here.</summary>
internal static class CommandKinds
{
    /// <summary>In the order of a menu: from what only looks to what cuts the power.</summary>
    public static IReadOnlyList<ICommandKind> All { get; } =
    [
        new IdentifyKind(),
        new ReadPowerKind(),
        new CollectLogsKind(),
        new CaptureConsoleKind(),
        new DiagnoseKind(),
        new RestartUnitKind(),
        new GpuResetKind(),
        new RebootKind(),
        new PowerCycleKind(),
    ];

    /// <summary>Null: this server knows no command of that name.</summary>
    public static ICommandKind? Find(string name) => All.FirstOrDefault(kind => kind.Descriptor.Name == name);

    /// <summary>Null: the command names no action that this server knows.</summary>
    public static ICommandKind? Of(Command? command) => All.FirstOrDefault(kind => kind.Descriptor.Action == command?.ActionCase);

    /// <summary>Two of one name end the start: an order could mean either.</summary>
    public static void RefuseTwins(IEnumerable<ICommandKind> kinds)
    {
        if (kinds.GroupBy(kind => kind.Descriptor.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new InvalidOperationException($"Two commands are named '{twins.Key}': {string.Join(", ", twins.Select(kind => kind.GetType().Name))}.");
        }
    }
}
