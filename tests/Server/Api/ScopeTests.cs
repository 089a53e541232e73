using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Tests.Proto;
using SovereignFleet.Tests.Support;
using CommandFile = SovereignFleet.Server.Commands.Files.CommandFile;
using CommandFileState = SovereignFleet.Server.Commands.Files.CommandFileState;
using JournalRow = SovereignFleet.Server.Journal.JournalEntry;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>Every call of the API, by a person whose role may all and who is of one Site alone: of the other nothing is told, and nothing is done there.</summary>
[TestClass]
public sealed class ScopeTests(TestContext test)
{
    private const string Otto = "otto";
    private const string Package = "sovereignfleet.fleet.v1";

    /// <summary>The word of the other Site, and of its Hosts.</summary>
    private const string Other = "yul1";

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public async Task Calls_PersonOfAnotherSite_TellAndDoNothingOfThisOne()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var ids = await FillAsync(scene);
        var rows = Rows(scene, ids);
        Assert.AreSequenceEqual(Permissions.Allowed.Keys.Order(), rows.Keys.Select(name => $"/{Package}.{name}").Order(), "A call of the API has no row here.");
        var otto = await scene.AsAsync(Otto, Token);
        var admin = await scene.AsAsync("root", Token);
        List<string> faults = [];
        foreach (var (name, (request, expected)) in rows.Where(row => row.Value.Expected != Expect.OnlyTheCaller))
        {
            var answer = await AskAsync(otto, name, request);
            var wrong = expected == Expect.Refused
                ? answer.Code is not (StatusCode.NotFound or StatusCode.PermissionDenied)
                : answer.Code != StatusCode.OK || IsOfTheOther(answer.Text, ids);
            if (wrong)
            {
                faults.Add($"{name}: {answer.Code} {answer.Text}");
            }

            // Else the row could not fail.
            if (expected == Expect.TellsOthers && !IsOfTheOther((await AskAsync(admin, name, request)).Text, ids))
            {
                faults.Add($"{name} tells nothing of {Other} to anybody");
            }
        }

        Assert.AreEqual("", string.Join('\n', faults));
        Assert.IsEmpty(await ChangesAsync(scene));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Journal_OfASiteThatIsNotOrIsAnothers_TellsNothingOfIt()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        await FillAsync(scene);
        var (otto, admin) = (await scene.AsAsync(Otto, Token), await scene.AsAsync("root", Token));
        var another = await AskAsync(otto, "JournalService/ListJournalEntries", new ListJournalEntriesRequest { SiteId = Other });
        Assert.AreEqual(await AskAsync(otto, "JournalService/ListJournalEntries", new ListJournalEntriesRequest { SiteId = "nowhere" }), another);
        Assert.AreEqual(StatusCode.NotFound, (await AskAsync(admin, "JournalService/ListJournalEntries", new ListJournalEntriesRequest { SiteId = "nowhere" })).Code);
        Assert.AreEqual(StatusCode.OK, (await AskAsync(admin, "JournalService/ListJournalEntries", new ListJournalEntriesRequest { SiteId = Other })).Code);
    }

    private enum Expect
    {
        /// <summary>It is about the caller's own session.</summary>
        OnlyTheCaller,
        Refused,
        /// <summary>Answered, and nothing of the other Site is in it.</summary>
        TellsNothing,
        /// <summary>The same; somebody of every Site is told of the other.</summary>
        TellsOthers,
    }

    private static Dictionary<string, (IMessage Request, Expect Expected)> Rows(ApiScene scene, Ids ids)
    {
        var host = scene.Here.Name;
        var drain = scene.Proposed.ToString();
        var now = TimeProvider.System.GetUtcNow();
        var window = WindowOf(scene);
        var blackout = BlackoutOf(scene);
        return new Dictionary<string, (IMessage, Expect)>
        {
            ["AccountsService/SignOut"] = (new SignOutRequest(), Expect.OnlyTheCaller),
            ["AccountsService/WhoAmI"] = (new WhoAmIRequest(), Expect.TellsNothing),
            ["AccountsService/ChangePassword"] = (new ChangePasswordRequest(), Expect.OnlyTheCaller),
            ["AccountsService/ListSessions"] = (new ListSessionsRequest(), Expect.TellsNothing),
            ["AccountsService/EndSession"] = (new EndSessionRequest(), Expect.OnlyTheCaller),
            ["AccountsService/ListPeople"] = (new ListPeopleRequest(), Expect.Refused),
            ["AccountsService/CreatePerson"] = (new CreatePersonRequest { Name = "new", Role = Role.Viewer }, Expect.Refused),
            ["AccountsService/SetPersonDisabled"] = (new SetPersonDisabledRequest { Name = ApiScene.Technician, Disabled = true }, Expect.Refused),
            ["AccountsService/SetPersonRole"] = (new SetPersonRoleRequest { Name = ApiScene.Technician, Role = Role.Viewer }, Expect.Refused),
            ["AccountsService/ResetPassword"] = (new ResetPasswordRequest { Name = ApiScene.Technician }, Expect.Refused),
            ["ApiTokensService/ListApiTokens"] = (new ListApiTokensRequest(), Expect.Refused),
            ["ApiTokensService/CreateApiToken"] = (new CreateApiTokenRequest { Name = "new", Role = Role.Viewer }, Expect.Refused),
            ["ApiTokensService/WithdrawApiToken"] = (new WithdrawApiTokenRequest { Id = Guid.NewGuid().ToString() }, Expect.Refused),
            ["FleetViewService/GetFleet"] = (new GetFleetRequest(), Expect.TellsOthers),
            ["FleetViewService/WatchFleet"] = (new WatchFleetRequest(), Expect.TellsOthers),
            ["FleetViewService/GetHost"] = (new GetHostRequest { HostName = host }, Expect.Refused),
            ["FleetViewService/GetHostEvents"] = (
                new GetHostEventsRequest { HostName = host, From = now.AddHours(-1).ToTimestamp(), To = now.ToTimestamp() }, Expect.Refused),
            ["FleetViewService/WatchHost"] = (new WatchHostRequest { HostName = host }, Expect.Refused),
            ["FleetViewService/GetTelemetry"] = (
                new GetTelemetryRequest { GpuUuid = ApiScene.GpuUuid, Metric = "power_mw", From = now.AddHours(-1).ToTimestamp(), To = now.ToTimestamp() }, Expect.Refused),
            ["ConditionsService/ListConditions"] = (new ListConditionsRequest { IncludeResolved = true }, Expect.TellsOthers),
            ["ConditionsService/AcknowledgeCondition"] = (new AcknowledgeConditionRequest { Id = $"{scene.ConditionId}" }, Expect.Refused),
            ["DrainsService/ListDrains"] = (new ListDrainsRequest { IncludeClosed = true }, Expect.TellsOthers),
            ["DrainsService/WatchDrains"] = (new WatchDrainsRequest { IncludeClosed = true }, Expect.TellsOthers),
            ["DrainsService/GetDrain"] = (new GetDrainRequest { Id = drain }, Expect.Refused),
            ["DrainsService/PreviewDrain"] = (new PreviewDrainRequest { HostName = host }, Expect.Refused),
            ["DrainsService/ListWorkKinds"] = (new ListWorkKindsRequest(), Expect.TellsNothing),
            ["DrainsService/ProposeDrain"] = (new ProposeDrainRequest { HostName = scene.Next.Name, Reason = "mine" }, Expect.Refused),
            ["DrainsService/ApproveDrain"] = (new ApproveDrainRequest { Id = drain }, Expect.Refused),
            ["DrainsService/VouchForEmpty"] = (new VouchForEmptyRequest { Id = drain }, Expect.Refused),
            ["DrainsService/LiftBrake"] = (new LiftBrakeRequest { Id = drain }, Expect.Refused),
            ["DrainsService/CancelDrain"] = (new CancelDrainRequest { Id = drain, Reason = "mine" }, Expect.Refused),
            ["DrainsService/MarkWorkDone"] = (new MarkWorkDoneRequest { Id = $"{scene.RepairHere}", Note = "mine" }, Expect.Refused),
            ["PlansService/PreviewPlan"] = (new PreviewPlanRequest { Draft = Draft(scene) }, Expect.Refused),
            ["PlansService/CreatePlan"] = (new CreatePlanRequest { Draft = Draft(scene) }, Expect.Refused),
            ["PlansService/ListPlans"] = (new ListPlansRequest { IncludeOver = true }, Expect.TellsOthers),
            ["PlansService/WatchPlans"] = (new WatchPlansRequest { IncludeOver = true }, Expect.TellsOthers),
            ["PlansService/GetPlan"] = (new GetPlanRequest { Id = ids.Plan }, Expect.Refused),
            ["PlansService/PausePlan"] = (new PausePlanRequest { Id = ids.Plan }, Expect.Refused),
            ["PlansService/ResumePlan"] = (new ResumePlanRequest { Id = ids.Plan }, Expect.Refused),
            ["PlansService/StopPlan"] = (new StopPlanRequest { Id = ids.Plan }, Expect.Refused),
            ["PlansService/ExtendPlan"] = (new ExtendPlanRequest { Id = ids.Plan }, Expect.Refused),
            ["CommandsService/OrderCommand"] = (new OrderCommandRequest { HostName = host, Command = new Command { ReadPower = new ReadPower() } }, Expect.Refused),
            ["CommandsService/PreviewCommand"] = (new PreviewCommandRequest { HostName = host, Command = new Command { Reboot = new Reboot() } }, Expect.Refused),
            ["CommandsService/ConfirmCommand"] = (new ConfirmCommandRequest { Id = ids.Command }, Expect.Refused),
            ["CommandsService/RejectCommand"] = (new RejectCommandRequest { Id = ids.Command }, Expect.Refused),
            ["CommandsService/WithdrawCommand"] = (new WithdrawCommandRequest { Id = ids.Command }, Expect.Refused),
            ["CommandsService/ListCommandKinds"] = (new ListCommandKindsRequest(), Expect.TellsNothing),
            ["CommandsService/ListCommands"] = (new ListCommandsRequest(), Expect.TellsOthers),
            ["CommandsService/WatchCommands"] = (new WatchCommandsRequest(), Expect.TellsOthers),
            ["CommandsService/GetCommand"] = (new GetCommandRequest { Id = ids.Command }, Expect.Refused),
            ["CommandsService/ReadFile"] = (new ReadFileRequest { CommandId = ids.Command, Name = "logs" }, Expect.Refused),
            ["CommandsService/DownloadFile"] = (new DownloadFileRequest { CommandId = ids.Command, Name = "logs" }, Expect.Refused),
            ["TicketsService/ListTickets"] = (new ListTicketsRequest { IncludeClosed = true }, Expect.TellsOthers),
            ["TicketsService/GetTicket"] = (new GetTicketRequest { Id = ApiScene.Reference }, Expect.Refused),
            ["TicketsService/ResendTicket"] = (new ResendTicketRequest { Id = ids.Ticket }, Expect.Refused),
            ["AlertsService/ListAlerts"] = (new ListAlertsRequest { IncludeResolved = true }, Expect.TellsOthers),
            ["JournalService/ListJournalEntries"] = (new ListJournalEntriesRequest { PageSize = 1000 }, Expect.TellsOthers),
            ["JournalService/VerifyJournal"] = (new VerifyJournalRequest(), Expect.TellsNothing),
            ["AdministrationService/ApplyInventory"] = (new ApplyInventoryRequest { Json = "{}" }, Expect.Refused),
            ["AdministrationService/CreateEnrollmentToken"] = (new CreateEnrollmentTokenRequest { HostName = host }, Expect.Refused),
            ["AdministrationService/ListEnrollmentTokens"] = (new ListEnrollmentTokensRequest(), Expect.TellsOthers),
            ["AdministrationService/WithdrawEnrollmentToken"] = (new WithdrawEnrollmentTokenRequest { Id = ids.EnrollmentToken }, Expect.Refused),
            ["AdministrationService/RetireHost"] = (new RetireHostRequest { HostName = host }, Expect.Refused),
            ["AdministrationService/RetirePool"] = (new RetirePoolRequest { PoolId = scene.Here.PoolId }, Expect.Refused),
            ["AdministrationService/RetireSite"] = (new RetireSiteRequest { SiteId = scene.Here.SiteId }, Expect.Refused),
            ["AdministrationService/RetireWindow"] = (new RetireWindowRequest { SiteId = scene.Here.SiteId, Name = "weekly" }, Expect.Refused),
            ["ChecksService/CheckInventory"] = (new CheckInventoryRequest(), Expect.Refused),
            ["ChecksService/SendTestAlert"] = (new SendTestAlertRequest(), Expect.Refused),
            ["ChecksService/SendTestTicket"] = (new SendTestTicketRequest { SiteId = scene.Here.SiteId }, Expect.Refused),
            ["ProfilesService/ConfirmProfile"] = (new ConfirmProfileRequest { HostName = host }, Expect.Refused),
            ["ProfilesService/ChangeProfile"] = (new ChangeProfileRequest { HostName = host, Reason = "mine" }, Expect.Refused),
            ["WindowsService/ListWindows"] = (new ListWindowsRequest(), Expect.TellsOthers),
            ["WindowsService/ListBlackouts"] = (new ListBlackoutsRequest(), Expect.TellsOthers),
            ["WindowsService/ListOccurrences"] = (new ListOccurrencesRequest { From = Timestamp.FromDateTimeOffset(now), Until = Timestamp.FromDateTimeOffset(now.AddDays(30)) }, Expect.TellsOthers),
            ["WindowsService/PreviewWindow"] = (new PreviewWindowRequest { Window = window }, Expect.Refused),
            ["WindowsService/DeclareWindow"] = (new DeclareWindowRequest { Window = window }, Expect.Refused),
            ["WindowsService/UpdateWindow"] = (new UpdateWindowRequest { Window = window }, Expect.Refused),
            ["WindowsService/DeleteWindow"] = (new DeleteWindowRequest { SiteId = scene.Here.SiteId, Name = window.Name }, Expect.Refused),
            ["WindowsService/DeclareBlackout"] = (new DeclareBlackoutRequest { Blackout = blackout }, Expect.Refused),
            ["WindowsService/UpdateBlackout"] = (new UpdateBlackoutRequest { Blackout = new Blackout(blackout) { Id = ids.Blackout } }, Expect.Refused),
            ["WindowsService/DeleteBlackout"] = (new DeleteBlackoutRequest { Id = ids.Blackout }, Expect.Refused),
            ["AdministrationService/RevokeHostCertificate"] = (new RevokeHostCertificateRequest { HostName = host }, Expect.Refused),
        };
    }

    private static PlanDraft Draft(ApiScene scene) => new()
    {
        Selection = new PlanSelection { HostNames = { scene.Next.Name } },
        Works = { new PlannedWork { Kind = WorkKind.Reboot } },
        Start = PlanStart.Now,
        Reason = "mine",
    };

    private static MaintenanceWindow WindowOf(ApiScene scene) => new()
    {
        SiteId = scene.Here.SiteId,
        Name = "nightly",
        FirstStart = "2026-01-01T02:00",
        Rule = "FREQ=DAILY",
        Duration = Duration.FromTimeSpan(TimeSpan.FromHours(4)),
    };

    private static Blackout BlackoutOf(ApiScene scene) => new()
    {
        SiteId = scene.Here.SiteId,
        Name = "freeze",
        Start = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(1)),
        End = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(2)),
    };

    private static bool IsOfTheOther(string text, Ids ids) =>
        new[] { Other, ApiScene.GpuUuid, ApiScene.Reference, ids.Command, ids.Ticket, ids.EnrollmentToken, ids.Plan }.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>One of each thing at the other Site, a person of every Site, and one who has the highest role at this Site alone.</summary>
    private async Task<Ids> FillAsync(ApiScene scene)
    {
        await using (var scope = scene.Server.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<PersonDirectory>();
            await people.CreateAsync("root", Role.Admin, null, ApiScene.Password, mustChangePassword: false, "system");
            await people.CreateAsync(Otto, Role.Operator, "fra1", ApiScene.Password, mustChangePassword: false, "system");
        }

        var admin = await scene.AsAsync("root", Token);
        var command = (await admin.Commands.OrderCommandAsync(
            new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { ReadPower = new ReadPower() } }, admin.With(Token))).Command.Id;
        await admin.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = scene.Here.Name }, admin.With(Token));
        var token = (await admin.Administration.ListEnrollmentTokensAsync(new ListEnrollmentTokensRequest(), admin.With(Token))).Tokens.Single().Id;
        await Until.Async(
            "the Condition's alert is open", async stop => (await admin.Alerts.ListAlertsAsync(new ListAlertsRequest(), admin.With(stop))).Alerts.Count, count => count > 0, Token);
        var far = new PlanDraft(Draft(scene)) { Start = PlanStart.Date, NotBefore = TimeProvider.System.GetUtcNow().AddDays(1).ToTimestamp() };
        var plan = (await admin.Plans.CreatePlanAsync(new CreatePlanRequest { Draft = far }, admin.With(Token))).Plan.Id;
        await admin.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = WindowOf(scene) }, admin.With(Token));
        var blackout = (await admin.Windows.DeclareBlackoutAsync(new DeclareBlackoutRequest { Blackout = BlackoutOf(scene) }, admin.With(Token))).Blackout.Id;
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        // No call makes such a person any more; an older version did.
        await db.People.Where(person => person.UserName == Otto).ExecuteUpdateAsync(set => set.SetProperty(person => person.Role, Role.Admin), Token);
        var now = TimeProvider.System.GetUtcNow();
        db.AddRange(
            new CommandFile { HostId = scene.Here.Id, CommandId = Guid.Parse(command), Name = "logs", Size = 0, Sha256 = new byte[32], FirstPartAt = now, CompletedAt = now, State = CommandFileState.Complete },
            new JournalRow { At = now, Actor = "system", Kind = "condition.fired", HostId = scene.Here.Id, Summary = "GPU 3 lost data." });
        await db.SaveChangesAsync(Token);
        var ticket = await db.Tickets.Where(row => row.Reference == ApiScene.Reference).Select(row => row.Id).SingleAsync(Token);
        return new Ids(command, ticket.ToString(), token, plan, blackout);
    }

    /// <summary>What the Journal says that otto did.</summary>
    private async Task<List<string>> ChangesAsync(ApiScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.JournalEntries.Where(entry => entry.Actor == "person:" + Otto && entry.Kind != "access.denied" && entry.Kind != "person.signed-in")
            .Select(entry => entry.Summary).ToListAsync(Token);
    }

    /// <summary>The first message of a stream is enough: it is the whole of what is known.</summary>
    private async Task<(StatusCode Code, string Text)> AskAsync(FleetApi api, string name, IMessage request)
    {
        var method = WireFiles.All.Where(file => file.Package == Package).SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Single(known => $"{known.Service.Name}/{known.Name}" == name);
        var plain = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var call = new Method<byte[], byte[]>(method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, method.Service.FullName, method.Name, plain, plain);
        try
        {
            if (!method.IsServerStreaming)
            {
                using var unary = api.Calls.AsyncUnaryCall(call, null, api.With(Token), request.ToByteArray());
                return (StatusCode.OK, Text(method, await unary.ResponseAsync));
            }

            using var stream = api.Calls.AsyncServerStreamingCall(call, null, api.With(Token), request.ToByteArray());
            return (StatusCode.OK, await stream.ResponseStream.MoveNext(Token) ? Text(method, stream.ResponseStream.Current) : "");
        }
        catch (RpcException refused)
        {
            return (refused.StatusCode, refused.Status.Detail);
        }
    }

    private static string Text(MethodDescriptor method, byte[] answer) => method.OutputType.Parser.ParseFrom(answer).ToString()!;

    private sealed record Ids(string Command, string Ticket, string EnrollmentToken, string Plan, string Blackout);
}
