using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>Which of the server's commands are offered to a person. Only a courtesy: the server decides each order.</summary>
internal static class CommandMenu
{
    /// <summary>What a newer server knows and this dashboard could not send is left out.</summary>
    public static IReadOnlyList<CommandKind> For(Role role, IEnumerable<CommandKind> kinds) => [.. kinds.Where(kind => CommandName.All.Contains(kind.Name) && role switch
    {
        Role.OnCall or Role.Operator or Role.Admin => true,
        Role.Technician => kind.Harmless,
        _ => false,
    })];
}
