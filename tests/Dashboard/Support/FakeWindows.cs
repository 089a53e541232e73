using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeWindows(FakeCalendar calendar) : WindowsService.WindowsServiceBase
{
    public override Task<ListWindowsResponse> ListWindows(ListWindowsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListWindowsResponse { Windows = { calendar.Windows } });

    public override Task<ListBlackoutsResponse> ListBlackouts(ListBlackoutsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBlackoutsResponse { Blackouts = { calendar.Blackouts } });

    public override Task<ListOccurrencesResponse> ListOccurrences(ListOccurrencesRequest request, ServerCallContext context) => Task.FromResult(new ListOccurrencesResponse
    {
        Occurrences =
        {
            calendar.Blackouts.Select(blackout => new Occurrence { Name = blackout.Name, Start = blackout.Start, End = blackout.End, Blackout = true }),
            calendar.Windows.Select(window => new Occurrence
            {
                SiteId = window.SiteId,
                Name = window.Name,
                Start = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
                End = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(4)),
            }),
        },
    });

    public override Task<PreviewWindowResponse> PreviewWindow(PreviewWindowRequest request, ServerCallContext context) => Task.FromResult(new PreviewWindowResponse
    {
        TimeZone = "America/Toronto",
        Faults = { request.Window.Rule == "FREQ=SECONDLY" ? ["rule: FREQ=SECONDLY opens too often for work on a Host."] : Array.Empty<string>() },
        Openings = { new Occurrence { Name = request.Window.Name, Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 6, 7, 0, 0, TimeSpan.Zero)), End = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 6, 11, 0, 0, TimeSpan.Zero)) } },
    });

    public override Task<DeclareWindowResponse> DeclareWindow(DeclareWindowRequest request, ServerCallContext context)
    {
        calendar.Windows.Add(new MaintenanceWindow(request.Window) { ChangedBy = "person:rosa", TimeZone = "America/Toronto", Version = 1 });
        return Task.FromResult(new DeclareWindowResponse { Window = request.Window });
    }

    public override Task<UpdateWindowResponse> UpdateWindow(UpdateWindowRequest request, ServerCallContext context)
    {
        calendar.Windows.RemoveAll(window => window.Name == request.Window.Name);
        calendar.Windows.Add(new MaintenanceWindow(request.Window) { ChangedBy = "person:rosa", TimeZone = "America/Toronto", Version = request.Window.Version + 1 });
        return Task.FromResult(new UpdateWindowResponse { Window = request.Window });
    }

    public override Task<DeleteWindowResponse> DeleteWindow(DeleteWindowRequest request, ServerCallContext context)
    {
        calendar.Windows.RemoveAll(window => window.Name == request.Name);
        return Task.FromResult(new DeleteWindowResponse());
    }

    public override Task<DeclareBlackoutResponse> DeclareBlackout(DeclareBlackoutRequest request, ServerCallContext context)
    {
        calendar.Blackouts.Add(new Blackout(request.Blackout) { Id = request.Blackout.Name, ChangedBy = "person:rosa", Version = 1 });
        return Task.FromResult(new DeclareBlackoutResponse { Blackout = request.Blackout });
    }

    public override Task<UpdateBlackoutResponse> UpdateBlackout(UpdateBlackoutRequest request, ServerCallContext context)
    {
        calendar.Blackouts.RemoveAll(blackout => blackout.Id == request.Blackout.Id);
        calendar.Blackouts.Add(new Blackout(request.Blackout) { ChangedBy = "person:rosa" });
        return Task.FromResult(new UpdateBlackoutResponse { Blackout = request.Blackout });
    }

    public override Task<DeleteBlackoutResponse> DeleteBlackout(DeleteBlackoutRequest request, ServerCallContext context)
    {
        calendar.Blackouts.RemoveAll(blackout => blackout.Id == request.Id);
        return Task.FromResult(new DeleteBlackoutResponse());
    }
}
