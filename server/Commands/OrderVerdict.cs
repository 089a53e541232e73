using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using ServiceState = SovereignFleet.Server.Fleet.ServiceState;

namespace SovereignFleet.Server.Commands;

/// <summary>Decides whether an order is passed on to the agent, which has rules of its own. Pure.</summary>
internal static class OrderVerdict
{
    private const int LongestReason = 1_000;

    /// <summary>Null: the person may. Else why not.</summary>
    public static string? WhyForbidden(CommandOrder order, CommandKind kind, Fleet.Host host) => order.By.Role switch
    {
        Role.OnCall or Role.Operator or Role.Admin => null,
        Role.Technician when !kind.IsHarmless => $"A technician may order identify and read-power; {kind.Name} needs the on-call role.",
        Role.Technician when !SiteScope.Of(order.By).Includes(host.SiteId) => $"You work at {order.By.SiteId ?? "no site"}; {host.Name} stands at {host.SiteId}.",
        Role.Technician => null,
        _ => $"The role {order.By.Role} does not allow this.",
    };

    /// <summary>Null: it makes sense. Else why not.</summary>
    /// <param name="gpus">The UUIDs of the Host's GPUs.</param>
    public static string? WhyNonsense(CommandOrder order, CommandKind kind, IReadOnlyCollection<string> gpus) => order switch
    {
        { Reason.Length: > LongestReason } => $"A reason has at most {LongestReason} characters.",
        _ when kind.NeedsReason && string.IsNullOrWhiteSpace(order.Reason) => $"Say why: {kind.Name} needs a reason.",
        { Name: "gpu-reset", GpuUuid: "" } => "Say which GPU is to be reset.",
        { GpuUuid.Length: > 0 } when !gpus.Contains(order.GpuUuid) => $"{order.HostName} has no GPU {order.GpuUuid}.",
        { Name: "restart-unit", Unit: "" } => "Say which unit is to be restarted, such as vllm.service.",
        { Name: "diagnose", Level: < 1 or > 3 } => "A diagnostic has the levels 1, 2 and 3.",
        { Name: "capture-console" } when order.Length < TimeSpan.FromSeconds(1) || order.Length > TimeSpan.FromMinutes(10) =>
            "The console is captured for 1 to 600 seconds.",
        _ => null,
    };

    /// <summary>Null: nobody is hurt by it. Else who would be.</summary>
    public static string? WhyUntimely(CommandOrder order, CommandKind kind, Fleet.Host host) => host.ServiceState switch
    {
        _ when order.EvenInService || !kind.Disturbs || order is { Name: "diagnose", Level: 1 } => null,
        ServiceState.InService => $"{host.Name} is in service: drain it first, or order {kind.Name} even in service.",
        ServiceState.Draining => $"{host.Name} still serves what it began: wait until it is empty, or order {kind.Name} even in service.",
        ServiceState.InRepair or ServiceState.Out => null,
        _ => throw new ArgumentOutOfRangeException(nameof(host), host.ServiceState, "Unknown state."),
    };
}
