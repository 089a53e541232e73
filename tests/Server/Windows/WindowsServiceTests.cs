using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Windows;

/// <summary>Windows and blackouts by the API, as the page Maintenance and programs declare them.</summary>
[TestClass]
public sealed class WindowsServiceTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Windows_DeclaredChangedDeleted_AreListedAndStandInTheJournal()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        var site = scene.Here.SiteId;
        var declared = (await api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Nightly(site) }, api.With(Token))).Window;
        Assert.IsTrue(declared.Next is not null && declared.TimeZone.Length > 0 && declared.Version > 0);
        var again = await FaultAsync(api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Nightly(site) }, api.With(Token)));
        Assert.AreEqual(StatusCode.AlreadyExists, again.StatusCode);

        var wanted = new MaintenanceWindow(declared) { Rule = "FREQ=WEEKLY;BYDAY=SU", AtOnce = 2 };
        var changed = (await api.Windows.UpdateWindowAsync(new UpdateWindowRequest { Window = wanted }, api.With(Token))).Window;
        Assert.AreEqual(("FREQ=WEEKLY;BYDAY=SU", 2u), (changed.Rule, changed.AtOnce));
        var late = await FaultAsync(api.Windows.UpdateWindowAsync(new UpdateWindowRequest { Window = wanted }, api.With(Token)));
        Assert.AreEqual(StatusCode.Aborted, late.StatusCode);
        Assert.AreEqual("nightly", (await api.Windows.ListWindowsAsync(new ListWindowsRequest { SiteId = site }, api.With(Token))).Windows.Single().Name);

        await api.Windows.DeleteWindowAsync(new DeleteWindowRequest { SiteId = site, Name = "nightly", Reason = "moved" }, api.With(Token));
        Assert.IsEmpty((await api.Windows.ListWindowsAsync(new ListWindowsRequest(), api.With(Token))).Windows);
        await api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Nightly(site) }, api.With(Token));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var told = await db.JournalEntries.Where(entry => entry.Kind == "window.declared" || entry.Kind == "window.deleted").OrderBy(entry => entry.Id).Select(entry => entry.Kind).ToListAsync(Token);
        Assert.AreSequenceEqual(["window.declared", "window.declared", "window.deleted", "window.declared"], told);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Windows_Unfit_AreRefusedAndThePreviewSaysWhy()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        var never = new MaintenanceWindow(Nightly(scene.Here.SiteId)) { Rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" };
        var refused = await FaultAsync(api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = never }, api.With(Token)));
        Assert.AreEqual(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("never opens", refused.Status.Detail);
        Assert.Contains("never opens", (await api.Windows.PreviewWindowAsync(new PreviewWindowRequest { Window = never }, api.With(Token))).Faults.Single());
        var odd = new MaintenanceWindow(Nightly(scene.Here.SiteId)) { FirstStart = "tomorrow", Name = "a b" };
        Assert.Contains("first_start", (await FaultAsync(api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = odd }, api.With(Token)))).Status.Detail);
        Assert.AreEqual(StatusCode.NotFound, (await FaultAsync(api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Nightly("nowhere") }, api.With(Token)))).StatusCode);
        Assert.AreEqual(StatusCode.NotFound, (await FaultAsync(api.Windows.DeclareWindowAsync(new DeclareWindowRequest(), api.With(Token)))).StatusCode);
        Assert.HasCount(10, (await api.Windows.PreviewWindowAsync(new PreviewWindowRequest { Window = Nightly(scene.Here.SiteId) }, api.With(Token))).Openings);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Blackouts_OfTheFleet_CutWhatOpens()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);
        await api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Nightly(scene.Here.SiteId) }, api.With(Token));
        var (from, until) = (In(1), In(11));
        var month = new ListOccurrencesRequest { From = In(1), Until = In(31), SiteId = scene.Here.SiteId };
        Assert.AreEqual(30, (await api.Windows.ListOccurrencesAsync(month, api.With(Token))).Occurrences.Count(one => !one.Blackout));

        var freeze = (await api.Windows.DeclareBlackoutAsync(new DeclareBlackoutRequest { Blackout = new Blackout { Name = "freeze", Start = from, End = until } }, api.With(Token))).Blackout;
        var held = (await api.Windows.ListOccurrencesAsync(month, api.With(Token))).Occurrences;
        Assert.IsTrue(held.Count(one => one.Blackout) == 1 && held.Where(one => !one.Blackout).All(one => one.Start >= until));
        Assert.IsTrue((await api.Windows.PreviewWindowAsync(new PreviewWindowRequest { Window = Nightly(scene.Here.SiteId) }, api.With(Token))).Openings[1].Start >= until);

        var first = await api.Windows.ListOccurrencesAsync(new ListOccurrencesRequest(month) { PageSize = 5 }, api.With(Token));
        var second = await api.Windows.ListOccurrencesAsync(new ListOccurrencesRequest(month) { PageSize = 2_000, PageToken = first.NextPageToken }, api.With(Token));
        Assert.AreSequenceEqual(held, first.Occurrences.Concat(second.Occurrences));

        var moved = (await api.Windows.UpdateBlackoutAsync(new UpdateBlackoutRequest { Blackout = new Blackout(freeze) { End = In(5) } }, api.With(Token))).Blackout;
        Assert.AreEqual(StatusCode.Aborted, (await FaultAsync(api.Windows.UpdateBlackoutAsync(new UpdateBlackoutRequest { Blackout = freeze }, api.With(Token)))).StatusCode);
        await api.Windows.DeleteBlackoutAsync(new DeleteBlackoutRequest { Id = moved.Id }, api.With(Token));
        Assert.IsEmpty((await api.Windows.ListBlackoutsAsync(new ListBlackoutsRequest(), api.With(Token))).Blackouts);
        var backwards = new DeclareBlackoutRequest { Blackout = new Blackout { Name = "b", Start = until, End = from } };
        Assert.AreEqual(StatusCode.InvalidArgument, (await FaultAsync(api.Windows.DeclareBlackoutAsync(backwards, api.With(Token)))).StatusCode);
    }

    private static MaintenanceWindow Nightly(string site) =>
        new() { SiteId = site, Name = "nightly", FirstStart = "2026-01-01T02:00", Rule = "FREQ=DAILY", Duration = Duration.FromTimeSpan(TimeSpan.FromHours(4)) };

    private static Timestamp In(int days)
    {
        // Whole days of UTC: as many nights of the Site begin in thirty of them.
        var today = TimeProvider.System.GetUtcNow().Date;
        return Timestamp.FromDateTime(DateTime.SpecifyKind(today.AddDays(days), DateTimeKind.Utc));
    }

    private static async Task<RpcException> FaultAsync<T>(AsyncUnaryCall<T> call) => await Assert.ThrowsExactlyAsync<RpcException>(async () => await call);
}
