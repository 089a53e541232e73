using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>One reading over time, for one GPU as a band or for several as lines; asked again every ten seconds.</summary>
public sealed partial class TelemetryChart : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private const uint Points = 360;
    private readonly CancellationTokenSource gone = new();
    private ElementReference area;
    private string? note = "Waiting for data";
    private double? last;
    private GetTelemetryResponse[] series = [];
    private IReadOnlyList<ChartEvent> marked = [];

    [Parameter, EditorRequired] public ChartMetric Metric { get; set; } = null!;
    [Parameter, EditorRequired] public IReadOnlyList<Gpu> Gpus { get; set; } = [];
    [Parameter, EditorRequired] public TimeRange Range { get; set; } = TimeRange.Hour;
    [Parameter] public string? Zone { get; set; }

    /// <summary>What is marked on the axis.</summary>
    [Parameter] public IReadOnlyList<ChartEvent> Events { get; set; } = [];
    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal TimeProvider Time { get; set; } = null!;
    [Inject] internal IJSRuntime Script { get; set; } = null!;

    private string Summary => $"{Metric.Title} of {Gpus.Count} GPUs over the {Range.Words.ToLowerInvariant()}" + (last is { } value ? $", last value {Shown.Number(value)} {Metric.Unit}" : "");

    public async ValueTask DisposeAsync() => await gone.CancelAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = InvokeAsync(FollowAsync);
        }
    }

    private async Task FollowAsync()
    {
        var cancellationToken = gone.Token;
        while (!cancellationToken.IsCancellationRequested)
        {
            await LoadAsync(cancellationToken);
            Unattended.Begin();
            await Task.Delay(Period, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Gpus.Select(gpu => AskAsync(gpu, cancellationToken)));
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        note = ChartNote.Of(answers);
        if (note is not null)
        {
            StateHasChanged();
            return;
        }

        series = [.. answers.Select(answer => answer.Value!)];
        last = series[0].Mean.LastOrDefault(double.NaN) / Metric.Divisor;
        StateHasChanged();
        await DrawAsync(cancellationToken);
    }

    // What happened is known later than the series, and does not wait for its next round.
    protected override async Task OnParametersSetAsync()
    {
        if (note is null && !Events.SequenceEqual(marked))
        {
            await DrawAsync(gone.Token);
        }
    }

    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        marked = Events;
        var band = series.Length == 1;
        var table = band ? ChartTable.OfBand(series[0], Metric.Divisor) : ChartTable.OfMeans(series, Metric.Divisor);
        var spec = new { rows = table.Rows, band, labels = Gpus.Select(gpu => $"GPU {gpu.Index}"), unit = Metric.Unit, low = Metric.Low, high = Metric.High, zone = Zone, @long = Range.Length > TimeSpan.FromDays(1), tolerance = Range.Length.TotalSeconds / Points * 3, limit = GpuHistory.Limit(Metric.Field, Gpus), events = Events.Select(found => new { at = found.At.ToUnixTimeMilliseconds() / 1000.0, text = Words(found) }) };
        try
        {
            await Script.InvokeVoidAsync("fleet.chart", cancellationToken, area, spec, table.ToBytes());
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The tab was closed or the page left: there is nothing to draw in any more.
        }
    }

    // Of several GPUs it says which.
    private string Words(ChartEvent found) =>
        Gpus.Count > 1 && Gpus.FirstOrDefault(gpu => gpu.Uuid == found.GpuUuid) is { } gpu ? $"GPU {gpu.Index} {found.Code}" : found.Code;

    private Task<Answer<GetTelemetryResponse>> AskAsync(Gpu gpu, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var request = new GetTelemetryRequest { GpuUuid = gpu.Uuid, Metric = Metric.Field, From = (now - Range.Length).ToTimestamp(), To = now.ToTimestamp(), MaxPoints = Points };
        return Api.AskAsync(options => Api.Fleet.GetTelemetryAsync(request, options), cancellationToken);
    }
}
