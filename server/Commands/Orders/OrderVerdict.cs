using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using ServiceState = SovereignFleet.Server.Fleet.ServiceState;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>Decides whether an order is passed on to the agent, which has rules of its own. Pure.</summary>
internal static class OrderVerdict
{
    private const int LongestReason = 1_000;

    private static readonly string Harmless =
        string.Join(" and ", CommandKinds.All.Select(kind => kind.Descriptor).Where(kind => kind.IsHarmless).Select(kind => kind.Name));

    /// <summary>Null: the person may. Else why not.</summary>
    public static string? WhyForbidden(CommandOrder order, CommandDescriptor kind, Fleet.Host host) => order.By.Role switch
    {
        Role.OnCall or Role.Operator or Role.Admin => null,
        Role.Technician when !kind.IsHarmless => $"A technician may order {Harmless}; {kind.Name} needs the on-call role.",
        Role.Technician when !SiteScope.Of(order.By).Includes(host.SiteId) => $"You work at {order.By.SiteId ?? "no site"}; {host.Name} stands at {host.SiteId}.",
        Role.Technician => null,
        _ => "Ordering a command needs the role technician at the least; yours only looks.",
    };

    /// <summary>Null: it makes sense. Else why not.</summary>
    /// <param name="gpus">The UUIDs of the Host's GPUs.</param>
    public static string? WhyNonsense(CommandOrder order, CommandDescriptor kind, IReadOnlyCollection<string> gpus) => order switch
    {
        { Reason.Length: > LongestReason } => $"A reason has at most {LongestReason} characters.",
        _ when kind.NeedsReason && string.IsNullOrWhiteSpace(order.Reason) => $"Say why: {kind.Name} needs a reason.",
        _ => ArgumentVerdict.WhyNonsense(kind, CommandFields.Action(order.Command), order.HostName, gpus),
    };

    /// <summary>Whether the Pool must be able to spare the Host for it. Who is drained already is out of its Pool's count, by the drain.</summary>
    public static bool NeedsGuard(CommandOrder order, CommandDescriptor kind, Fleet.Host host) =>
        host is { ServiceState: ServiceState.InService, PoolId: not null } && ArgumentVerdict.Disturbs(kind, CommandFields.Action(order.Command));

    /// <summary>Null: nobody is hurt by it. Else who would be.</summary>
    public static string? WhyUntimely(CommandOrder order, CommandDescriptor kind, Fleet.Host host) => host.ServiceState switch
    {
        _ when order.EvenInService || !ArgumentVerdict.Disturbs(kind, CommandFields.Action(order.Command)) => null,
        ServiceState.InService => $"{host.Name} is in service: drain it first, or order {kind.Name} even in service.",
        ServiceState.Draining => $"{host.Name} still serves what it began: wait until it is empty, or order {kind.Name} even in service.",
        ServiceState.InRepair or ServiceState.Out => null,
        _ => throw new ArgumentOutOfRangeException(nameof(host), host.ServiceState, "Unknown state."),
    };
}
