using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using JournalRow = SovereignFleet.Server.Journal.JournalEntry;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>What each role may do, and under whose name it is written down: over real gRPC with a real session.</summary>
[TestClass]
public sealed class ApiTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Drains_Technician_RepairsAtTheOwnSiteOnly()
    {
        await using var scene = await StartAsync();
        var tom = await scene.AsAsync(ApiScene.Technician, Token);

        await RefusedAsync(StatusCode.PermissionDenied, () => tom.Drains.MarkWorkDoneAsync(Repaired(scene.RepairThere), tom.With(Token)));
        await RefusedAsync(StatusCode.PermissionDenied, () => tom.Drains.ApproveDrainAsync(Approval(scene.Proposed), tom.With(Token)));
        await tom.Drains.MarkWorkDoneAsync(Repaired(scene.RepairHere), tom.With(Token));

        // The drains' loop goes on at once, and tells that in tom's name too.
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsTrue(await db.JournalEntries.AnyAsync(
            entry => entry.DrainId == scene.RepairHere && entry.Actor == "person:tom" && entry.Summary.Contains("new GPU 3"), Token));
    }

    [TestMethod]
    public async Task Everything_Technician_IsOfTheOwnSiteOnly()
    {
        await using var scene = await StartAsync();
        var tom = await scene.AsAsync(ApiScene.Technician, Token);
        var elsewhere = await ElsewhereAsync(scene);
        var now = TimeProvider.System.GetUtcNow();

        var fleet = (await tom.Fleet.GetFleetAsync(new GetFleetRequest(), tom.With(Token))).Fleet;
        CollectionAssert.AreEquivalent(new[] { scene.Here.Name, scene.Next.Name }, fleet.Hosts.Select(host => host.Name).ToList());
        Assert.AreEqual(("yul1", 2U, 1U), (fleet.Sites.Single().Id, fleet.DrainsLive, fleet.TicketsOpen));
        await RefusedAsync(StatusCode.NotFound, () => tom.Fleet.GetHostAsync(new GetHostRequest { HostName = scene.There.Name }, tom.With(Token)));
        await RefusedAsync(StatusCode.NotFound, () => tom.Fleet.GetTelemetryAsync(Range("power_mw", now.AddHours(-1), now, elsewhere.GpuUuid), tom.With(Token)));
        await RefusedAsync(StatusCode.NotFound, () => tom.Drains.GetDrainAsync(Named(scene.RepairThere), tom.With(Token)));
        await RefusedAsync(StatusCode.NotFound, () => tom.Drains.PreviewDrainAsync(new PreviewDrainRequest { HostName = scene.There.Name }, tom.With(Token)));
        await RefusedAsync(StatusCode.NotFound, () => tom.Tickets.GetTicketAsync(new GetTicketRequest { Id = elsewhere.Reference }, tom.With(Token)));
        Assert.IsTrue((await tom.Drains.ListDrainsAsync(new ListDrainsRequest(), tom.With(Token))).Drains.All(drain => drain.SiteId == "yul1"));
        Assert.AreEqual(ApiScene.Reference, (await tom.Tickets.ListTicketsAsync(new ListTicketsRequest(), tom.With(Token))).Tickets.Single().Reference);
        Assert.AreEqual($"{scene.ConditionId}", (await tom.Conditions.ListConditionsAsync(new ListConditionsRequest(), tom.With(Token))).Conditions.Single().Id);
        Assert.IsTrue((await tom.Alerts.ListAlertsAsync(new ListAlertsRequest(), tom.With(Token))).Alerts.All(alert => alert.HostName != scene.There.Name));
        Assert.IsFalse((await tom.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest(), tom.With(Token))).Entries.Any(entry => entry.HostName == scene.There.Name));
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var ordered = (await ada.Commands.OrderCommandAsync(new OrderCommandRequest { HostName = scene.There.Name, Command = new Command { ReadPower = new ReadPower() } }, ada.With(Token))).Command;
        Assert.IsEmpty((await tom.Commands.ListCommandsAsync(new ListCommandsRequest(), tom.With(Token))).Commands);
        await RefusedAsync(StatusCode.NotFound, () => tom.Commands.GetCommandAsync(new GetCommandRequest { Id = ordered.Id }, tom.With(Token)));
        Assert.IsTrue((await ada.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest(), ada.With(Token))).Entries.Any(entry => entry.HostName == scene.There.Name));
    }

    [TestMethod]
    public async Task Drains_Viewer_SeesAllAndMayDoNothing()
    {
        await using var scene = await StartAsync();
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);

        Assert.HasCount(3, (await vera.Drains.ListDrainsAsync(new ListDrainsRequest(), vera.With(Token))).Drains);
        await RefusedAsync(StatusCode.PermissionDenied, () => vera.Drains.ApproveDrainAsync(Approval(scene.Proposed), vera.With(Token)));
        await RefusedAsync(StatusCode.PermissionDenied, () => vera.Drains.CancelDrainAsync(new CancelDrainRequest { Id = $"{scene.Proposed}" }, vera.With(Token)));
        await RefusedAsync(StatusCode.PermissionDenied, () => vera.Drains.ProposeDrainAsync(new ProposeDrainRequest { HostName = scene.Next.Name }, vera.With(Token)));
        await RefusedAsync(StatusCode.PermissionDenied, () => vera.Drains.MarkWorkDoneAsync(Repaired(scene.RepairHere), vera.With(Token)));
        await RefusedAsync(StatusCode.PermissionDenied, () => vera.Conditions.AcknowledgeConditionAsync(new AcknowledgeConditionRequest { Id = $"{scene.ConditionId}" }, vera.With(Token)));
        Assert.AreEqual(DrainState.Proposed, (await vera.Drains.GetDrainAsync(Named(scene.Proposed), vera.With(Token))).Drain.State);
    }

    [TestMethod]
    public async Task Drains_Approve_RecordsTheName()
    {
        await using var scene = await StartAsync();
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);

        var approved = (await ada.Drains.ApproveDrainAsync(Approval(scene.Proposed), ada.With(Token))).Drain;

        Assert.AreEqual("person:ada", approved.ApprovedBy);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsTrue(await db.JournalEntries.AnyAsync(
            entry => entry.DrainId == scene.Proposed && entry.Actor == "person:ada" && entry.Summary == "Approved", Token));
        await RefusedAsync(StatusCode.NotFound, () => ada.Drains.ApproveDrainAsync(Approval(Guid.NewGuid()), ada.With(Token)));
        await RefusedAsync(StatusCode.InvalidArgument, () => ada.Drains.ApproveDrainAsync(new ApproveDrainRequest { Id = "1; drop table" }, ada.With(Token)));
        await RefusedAsync(StatusCode.FailedPrecondition, () => ada.Drains.ApproveDrainAsync(Approval(scene.RepairHere), ada.With(Token)));
    }

    [TestMethod]
    public async Task Conditions_AcknowledgeAndUndo_AreBothWrittenDown()
    {
        await using var scene = await StartAsync();
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var acknowledged = (await ada.Conditions.AcknowledgeConditionAsync(
            new AcknowledgeConditionRequest { Id = $"{scene.ConditionId}", Note = "On it." }, ada.With(Token))).Condition;
        Assert.AreEqual(("ada", "On it."), (acknowledged.AcknowledgedBy, acknowledged.Note));

        var undone = (await ada.Conditions.AcknowledgeConditionAsync(
            new AcknowledgeConditionRequest { Id = $"{scene.ConditionId}", Undo = true }, ada.With(Token))).Condition;

        Assert.AreEqual(("", "", null), (undone.AcknowledgedBy, undone.Note, undone.AcknowledgedAt));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(2, await db.JournalEntries.CountAsync(entry => entry.Actor == "person:ada" && entry.Summary.Contains("cknowledged: GPU 3"), Token));
        var listed = (await ada.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = scene.Here.Name }, ada.With(Token))).Conditions.Single();
        Assert.AreEqual((3U, "yul1", "B07", 12U), (listed.GpuIndex, listed.SiteId, listed.Rack, listed.U));
        Assert.IsEmpty((await ada.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = scene.There.Name }, ada.With(Token))).Conditions);
    }

    [TestMethod]
    public async Task TicketsAndAlerts_AreThereForEverybodySignedIn()
    {
        await using var scene = await StartAsync();
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);

        var ticket = (await vera.Tickets.GetTicketAsync(new GetTicketRequest { Id = ApiScene.Reference }, vera.With(Token))).Ticket;
        Assert.AreEqual((scene.Here.Name, "B07", 12U, TicketState.Sent), (ticket.HostName, ticket.Rack, ticket.U, ticket.State));
        Assert.AreEqual(ticket, (await vera.Tickets.GetTicketAsync(new GetTicketRequest { Id = ticket.Id }, vera.With(Token))).Ticket);
        await RefusedAsync(StatusCode.NotFound, () => vera.Tickets.GetTicketAsync(new GetTicketRequest { Id = "SF-1999-0001" }, vera.With(Token)));
        var alert = await Until.Async(
            "the Condition's alert is open",
            async stop => (await vera.Alerts.ListAlertsAsync(new ListAlertsRequest(), vera.With(stop))).Alerts.SingleOrDefault(),
            found => found is not null,
            Token);
        Assert.AreEqual(("GpuEccUncorrectable", true, scene.Here.Name), (alert!.Name, alert.Firing, alert.HostName));
    }

    [TestMethod]
    public async Task FleetView_TelemetryThatCannotBe_IsRefusedWithTheReason()
    {
        await using var scene = await StartAsync();
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        var now = TimeProvider.System.GetUtcNow();

        var fleet = (await vera.Fleet.GetFleetAsync(new GetFleetRequest(), vera.With(Token))).Fleet;
        Assert.HasCount(3, fleet.Hosts);
        Assert.AreEqual((1U, 3U, 1U), (fleet.ConditionsFiring, fleet.DrainsLive, fleet.TicketsOpen));
        CollectionAssert.AreEquivalent(
            new[] { ("yul1", 1U, 1U), ("fra1", 0U, 0U) }, fleet.Sites.Select(site => (site.Id, site.ConditionsFiring, site.TicketsOpen)).ToList());
        await RefusedAsync(StatusCode.NotFound, () => vera.Fleet.GetHostAsync(new GetHostRequest { HostName = "gpu-nowhere" }, vera.With(Token)));
        await RefusedAsync(StatusCode.InvalidArgument, () => vera.Fleet.GetTelemetryAsync(Range("happiness", now.AddHours(-1), now), vera.With(Token)));
        await RefusedAsync(StatusCode.InvalidArgument, () => vera.Fleet.GetTelemetryAsync(Range("power_mw", now, now.AddHours(-1)), vera.With(Token)));
        await RefusedAsync(StatusCode.InvalidArgument, () => vera.Fleet.GetTelemetryAsync(Range("power_mw", now.AddDays(-40), now), vera.With(Token)));
        var series = await vera.Fleet.GetTelemetryAsync(Range("power_mw", now.AddHours(-1), now), vera.With(Token));
        Assert.IsTrue(series.Mean.All(double.IsNaN), "Nothing is known, which is not zero.");
    }

    /// <summary>A GPU, a Condition, a ticket and a Journal entry of the other Site.</summary>
    private async Task<(string GpuUuid, string Reference)> ElsewhereAsync(ApiScene scene)
    {
        const string Uuid = "GPU-00000000-0000-0000-0000-00000000fra1";
        const string Reference = "SF-2026-0043";
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        db.AddRange(
            new SovereignFleet.Server.Fleet.Gpu { Uuid = Uuid, HostId = scene.There.Id, Index = 0, Model = "H100", Serial = "166", PciAddress = "00000000:05:00.0" },
            new SovereignFleet.Server.Health.Conditions.Condition { Id = Guid.NewGuid(), Rule = "gpu-ecc", Code = "ecc-uncorrected", HostId = scene.There.Id, GpuUuid = Uuid, State = SovereignFleet.Server.Health.Conditions.ConditionState.Firing, Severity = SovereignFleet.Server.Health.Conditions.Severity.Critical, Sentence = "GPU 0 lost data.", Action = "Replace it.", Count = 1, Since = now, LastFoundAt = now, FiredAt = now },
            new SovereignFleet.Server.Work.RemoteHands.Ticket { Id = Guid.NewGuid(), Reference = Reference, DrainId = scene.RepairThere, Kind = SovereignFleet.Server.Work.RemoteHands.TicketOpener.Repair, HostId = scene.There.Id, SiteId = "fra1", Provider = "email", State = SovereignFleet.Server.Work.RemoteHands.TicketState.Sent, Subject = "Replace GPU 0", Body = "Rack A01", CreatedAt = now },
            new JournalRow { At = now, Actor = "system", Kind = "condition.fired", HostId = scene.There.Id, Summary = "GPU 0 lost data." });
        await db.SaveChangesAsync(Token);
        return (Uuid, Reference);
    }

    private Task<ApiScene> StartAsync() => ApiScene.StartAsync(TestContext.WriteLine, [], Token);

    private static GetTelemetryRequest Range(string metric, DateTimeOffset from, DateTimeOffset to, string gpuUuid = ApiScene.GpuUuid) => new()
    {
        GpuUuid = gpuUuid,
        Metric = metric,
        From = Timestamp.FromDateTimeOffset(from),
        To = Timestamp.FromDateTimeOffset(to),
    };

    private static GetDrainRequest Named(Guid id) => new() { Id = id.ToString() };

    private static ApproveDrainRequest Approval(Guid id) => new() { Id = id.ToString() };

    private static MarkWorkDoneRequest Repaired(Guid id) => new() { Id = id.ToString(), Note = "new GPU 3" };

    private static async Task RefusedAsync<T>(StatusCode code, Func<AsyncUnaryCall<T>> call)
    {
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(async () => await call());
        Assert.AreEqual(code, refused.StatusCode, refused.Status.Detail);
        Assert.AreNotEqual("", refused.Status.Detail);
    }
}
