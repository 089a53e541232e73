using Grpc.Core;
using SovereignFleet.Server.Identity.People;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>Service Windows of the API.</summary>
internal sealed class WindowsService(WindowReader reader, WindowChanges windows, BlackoutChanges blackouts, TimeProvider time)
    : Wire.WindowsService.WindowsServiceBase
{
    private const int Previewed = 10;

    public override Task<Wire.ListWindowsResponse> ListWindows(Wire.ListWindowsRequest request, ServerCallContext context) =>
        reader.WindowsAsync(request, context.GetScope(), context.CancellationToken);

    public override Task<Wire.ListBlackoutsResponse> ListBlackouts(Wire.ListBlackoutsRequest request, ServerCallContext context) =>
        reader.BlackoutsAsync(request, context.GetScope(), context.CancellationToken);

    public override Task<Wire.ListOccurrencesResponse> ListOccurrences(Wire.ListOccurrencesRequest request, ServerCallContext context) =>
        reader.OccurrencesAsync(request, context.GetScope(), context.CancellationToken);

    public override async Task<Wire.PreviewWindowResponse> PreviewWindow(Wire.PreviewWindowRequest request, ServerCallContext context)
    {
        var faults = new List<string>();
        var window = WindowMapper.Read(request.Window, faults);
        var zone = await windows.ZoneAsync(window.SiteId, context.GetCaller(), context.CancellationToken);
        faults.AddRange(faults.Count > 0 ? [] : WindowFaults.Of(window, zone).Select(fault => $"{fault.Key}: {fault.Fault}"));
        var answer = new Wire.PreviewWindowResponse { Faults = { faults }, TimeZone = zone.Id };
        if (faults.Count == 0)
        {
            var now = time.GetUtcNow();
            var held = await reader.BlackoutsOfAsync(window.SiteId, context.GetScope(), context.CancellationToken);
            answer.Openings.AddRange(MaintenanceCalendar.Openings(window, zone, now).SelectMany(opening => MaintenanceCalendar.Outside(opening, held))
                .Where(left => left.End > now).Take(Previewed).Select(left => WindowMapper.Map(window, left)));
        }

        return answer;
    }

    public override async Task<Wire.DeclareWindowResponse> DeclareWindow(Wire.DeclareWindowRequest request, ServerCallContext context)
    {
        var faults = new List<string>();
        var window = await windows.DeclareAsync(WindowMapper.Read(request.Window, faults), faults, context.GetCaller(), context.CancellationToken);
        return new Wire.DeclareWindowResponse { Window = await MapAsync(window, context) };
    }

    public override async Task<Wire.UpdateWindowResponse> UpdateWindow(Wire.UpdateWindowRequest request, ServerCallContext context)
    {
        var faults = new List<string>();
        var said = WindowMapper.Read(request.Window, faults);
        var window = await windows.UpdateAsync(said, request.Window?.Version ?? 0, faults, context.GetCaller(), context.CancellationToken);
        return new Wire.UpdateWindowResponse { Window = await MapAsync(window, context) };
    }

    public override async Task<Wire.DeleteWindowResponse> DeleteWindow(Wire.DeleteWindowRequest request, ServerCallContext context)
    {
        await windows.DeleteAsync(request.SiteId, request.Name, request.Reason, context.GetCaller(), context.CancellationToken);
        return new Wire.DeleteWindowResponse();
    }

    public override async Task<Wire.DeclareBlackoutResponse> DeclareBlackout(Wire.DeclareBlackoutRequest request, ServerCallContext context) => new()
    {
        Blackout = WindowMapper.Map(await blackouts.DeclareAsync(request.Blackout ?? new Wire.Blackout(), context.GetCaller(), context.CancellationToken)),
    };

    public override async Task<Wire.UpdateBlackoutResponse> UpdateBlackout(Wire.UpdateBlackoutRequest request, ServerCallContext context) => new()
    {
        Blackout = WindowMapper.Map(await blackouts.UpdateAsync(request.Blackout ?? new Wire.Blackout(), context.GetCaller(), context.CancellationToken)),
    };

    public override async Task<Wire.DeleteBlackoutResponse> DeleteBlackout(Wire.DeleteBlackoutRequest request, ServerCallContext context)
    {
        await blackouts.DeleteAsync(request.Id, request.Reason, context.GetCaller(), context.CancellationToken);
        return new Wire.DeleteBlackoutResponse();
    }

    private async Task<Wire.MaintenanceWindow> MapAsync(MaintenanceWindow window, ServerCallContext context)
    {
        var zone = await windows.ZoneAsync(window.SiteId, context.GetCaller(), context.CancellationToken);
        return WindowMapper.Map(window, zone, await reader.BlackoutsOfAsync(window.SiteId, context.GetScope(), context.CancellationToken), time.GetUtcNow());
    }
}
