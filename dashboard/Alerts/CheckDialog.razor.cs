using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>Tries what is needed at night while it is day: the balancers, the channels, a ticket provider.</summary>
public sealed partial class CheckDialog
{
    /// <summary>The server asks each balancer of each Pool, with two seconds for each question.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private IReadOnlyList<CheckResult>? results;
    private string none = "";
    private string site = "";
    private bool busy;
    private Fault? problem;

    [Parameter, EditorRequired] public IReadOnlyList<string> Sites { get; set; } = [];
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;

    protected override void OnInitialized() => site = Sites.Count > 0 ? Sites[0] : "";

    private Task AskBalancersAsync() => TryAsync(
        options => Api.Checks.CheckInventoryAsync(new CheckInventoryRequest(), options), answer => answer.Results, "No pool is declared: there is no load balancer to ask.");

    private Task SendAlertAsync() => TryAsync(
        options => Api.Checks.SendTestAlertAsync(new SendTestAlertRequest(), options), answer => answer.Results, "No alert channel is configured on the server.");

    private Task SendTicketAsync() => TryAsync(
        options => Api.Checks.SendTestTicketAsync(new SendTestTicketRequest { SiteId = site }, options), answer => [answer.Result], "");

    private async Task TryAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, Func<T, IReadOnlyList<CheckResult>> read, string nothing)
        where T : class
    {
        (busy, results, problem, none) = (true, null, null, nothing);
        (var answer, problem) = await Api.AskAsync(call, Patience, CancellationToken.None);
        (busy, results) = (false, answer is null ? null : read(answer));
    }
}
