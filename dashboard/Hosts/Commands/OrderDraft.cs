using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>A command as far as a person has filled in its form, and whether that is enough to send it. The server decides.</summary>
internal sealed record OrderDraft(OrderChoice Choice)
{
    public string Gpu { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Reason { get; init; } = "";

    /// <summary>The Host's name, typed by the person as a confirmation.</summary>
    public string Typed { get; init; } = "";
    public uint Level { get; init; } = 1;

    /// <summary>The person has said that requests which run now may fail.</summary>
    public bool EvenInService { get; init; }

    /// <summary>Requests that the Host serves now would fail. The short diagnosis leaves them alone.</summary>
    public bool Disturbs(Host host) =>
        Choice.Disturbs && host.ServiceState is (ServiceState.InService or ServiceState.Draining) && !(Choice.Key == "diagnose" && Level == 1);

    public bool IsComplete(Host host) =>
        (!Choice.NeedsReason || !string.IsNullOrWhiteSpace(Reason))
        && (Choice.Key != "gpu-reset" || Gpu.Length > 0)
        && (Choice.Key != "restart-unit" || Unit.Length > 0)
        && (!Choice.Ends || Typed == host.Name)
        && (!Disturbs(host) || EvenInService);
}
