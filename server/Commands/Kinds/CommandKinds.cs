using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>All commands that there are: every <see cref="ICommandKind"/> of this program. Adding one is a file beside this.</summary>
internal static class CommandKinds
{
    /// <summary>In the order of a menu: from what only looks to what cuts the power; of two that weigh the same, the older on the wire first.</summary>
    public static IReadOnlyList<ICommandKind> All { get; } = InOrder(Existing());

    /// <summary>Null: this server knows no command of that name.</summary>
    public static ICommandKind? Find(string name) => All.FirstOrDefault(kind => kind.Descriptor.Name == name);

    /// <summary>Null: the command names no action that this server knows.</summary>
    public static ICommandKind? Of(Command? command) => All.FirstOrDefault(kind => kind.Descriptor.Action == command?.ActionCase);

    /// <summary>Two of one name end the start: an order could mean either.</summary>
    /// <exception cref="InvalidOperationException">Two of one name.</exception>
    public static void RefuseTwins(IEnumerable<ICommandKind> kinds) => _ = new NameTable<ICommandKind>("command", kinds, kind => kind.Descriptor.Name);

    public static IReadOnlyList<ICommandKind> InOrder(IEnumerable<ICommandKind> kinds) =>
        [.. kinds.OrderBy(kind => kind.Descriptor.Weight).ThenBy(kind => kind.Descriptor.Action)];

    // The server is not trimmed: what is compiled is there. A kind is data, and takes nothing to be made.
    private static IEnumerable<ICommandKind> Existing() => typeof(CommandKinds).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICommandKind)))
        .Select(type => (ICommandKind)Activator.CreateInstance(type)!);
}
