using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>Orders one command on a Host.</summary>
public sealed partial class OrderDialog
{
    private string key = "identify-on";
    private string gpu = "";
    private string unit = "";
    private string reason = "";
    private string typed = "";
    private uint level = 1;
    private uint seconds = 60;
    private bool evenIfBusy;
    private bool evenInService;
    private bool busy;
    private Fault? problem;

    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [CascadingParameter] internal IMudDialogInstance Dialog { get; set; } = null!;
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;

    private IReadOnlyList<OrderChoice> Choices => [.. OrderChoice.For(Person.Role)];

    private OrderChoice Choice => OrderChoice.All.First(choice => choice.Key == key);

    private OrderDraft Draft => new(Choice) { Gpu = gpu, Unit = unit, Reason = reason, Typed = typed, Level = level, EvenInService = evenInService };

    private bool Disturbs => Draft.Disturbs(Machine);

    private bool MayGo => !busy && Draft.IsComplete(Machine);

    private async Task SaveAsync()
    {
        busy = true;
        var request = new OrderCommandRequest
        {
            HostName = Machine.Name,
            Name = Choice.Name,
            Reason = reason.Trim(),
            GpuUuid = key is "gpu-reset" or "diagnose" ? gpu : "",
            Unit = key == "restart-unit" ? unit.Trim() : "",
            Level = level,
            Seconds = seconds,
            On = key == "identify-on",
            EvenIfBusy = key == "gpu-reset" && evenIfBusy,
            EvenInService = Disturbs && evenInService,
        };
        (var done, problem) = await Api.AskAsync(options => Api.Commands.OrderCommandAsync(request, options), CancellationToken.None);
        busy = false;
        if (done is not null)
        {
            Dialog.Close();
        }
    }
}
