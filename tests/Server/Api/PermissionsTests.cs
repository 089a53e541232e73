using Grpc.Core.Interceptors;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Tests.Proto;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class PermissionsTests
{
    private static IEnumerable<string> Methods =>
        WireFiles.All.Where(file => file.Package == "sovereignfleet.fleet.v1").SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name}");

    [TestMethod]
    public void Table_EveryMethodOfTheApi_HasARowAndNoRowIsLeftOver() =>
        Assert.AreSequenceEqual(Methods.Except(Permissions.Anonymous).Order(), Permissions.Allowed.Keys.Order());

    [TestMethod]
    public void Gate_EveryKindOfCall_PassesIt() => Assert.AreEqual("", string.Join(", ", typeof(Interceptor).GetMethods()
        .Where(method => method.Name.EndsWith("ServerHandler", StringComparison.Ordinal))
        .Where(method => typeof(CallGate).GetMethod(method.Name)!.DeclaringType != typeof(CallGate)).Select(method => method.Name)));

    [TestMethod]
    public void Table_IsTheOneThatWasApproved()
    {
        // One letter per role: Viewer, Technician, On-call, oPerator, Admin.
        var approved = """
            AccountsService/ChangePassword VTOPA
            AccountsService/CreatePerson A
            AccountsService/EndSession VTOPA
            AccountsService/ListPeople A
            AccountsService/ListSessions VTOPA
            AccountsService/ResetPassword A
            AccountsService/SetPersonDisabled A
            AccountsService/SetPersonRole A
            AccountsService/SignOut VTOPA
            AccountsService/WhoAmI VTOPA
            AdministrationService/ApplyInventory PA
            AdministrationService/CreateEnrollmentToken PA
            AdministrationService/ListEnrollmentTokens PA
            AdministrationService/RetireHost PA
            AdministrationService/RetirePool PA
            AdministrationService/RetireSite PA
            AdministrationService/RetireWindow PA
            AdministrationService/RevokeHostCertificate PA
            AdministrationService/WithdrawEnrollmentToken PA
            AlertsService/ListAlerts VTOPA
            ApiTokensService/CreateApiToken A
            ApiTokensService/ListApiTokens A
            ApiTokensService/WithdrawApiToken A
            ChecksService/CheckInventory PA
            ChecksService/SendTestAlert PA
            ChecksService/SendTestTicket PA
            CommandsService/ConfirmCommand OPA
            CommandsService/DownloadFile OPA
            CommandsService/GetCommand VTOPA
            CommandsService/ListCommandKinds VTOPA
            CommandsService/ListCommands VTOPA
            CommandsService/OrderCommand TOPA
            CommandsService/PreviewCommand VTOPA
            CommandsService/ReadFile OPA
            CommandsService/RejectCommand OPA
            CommandsService/WatchCommands VTOPA
            CommandsService/WithdrawCommand OPA
            ConditionsService/AcknowledgeCondition OPA
            ConditionsService/ListConditions VTOPA
            DrainsService/ApproveDrain OPA
            DrainsService/CancelDrain OPA
            DrainsService/GetDrain VTOPA
            DrainsService/LiftBrake OPA
            DrainsService/ListDrains VTOPA
            DrainsService/ListWorkKinds VTOPA
            DrainsService/MarkWorkDone TOPA
            DrainsService/PreviewDrain VTOPA
            DrainsService/ProposeDrain OPA
            DrainsService/VouchForEmpty OPA
            DrainsService/WatchDrains VTOPA
            FleetViewService/GetFleet VTOPA
            FleetViewService/GetHost VTOPA
            FleetViewService/GetHostEvents VTOPA
            FleetViewService/GetTelemetry VTOPA
            FleetViewService/WatchFleet VTOPA
            FleetViewService/WatchHost VTOPA
            JournalService/ListJournalEntries VTOPA
            JournalService/VerifyJournal OPA
            PlansService/CreatePlan OPA
            PlansService/ExtendPlan OPA
            PlansService/GetPlan VTOPA
            PlansService/ListPlans VTOPA
            PlansService/PausePlan OPA
            PlansService/PreviewPlan OPA
            PlansService/ResumePlan OPA
            PlansService/StopPlan OPA
            PlansService/WatchPlans VTOPA
            ProfilesService/ChangeProfile OPA
            ProfilesService/ConfirmProfile OPA
            TicketsService/GetTicket VTOPA
            TicketsService/ListTickets VTOPA
            TicketsService/ResendTicket OPA
            WindowsService/DeclareBlackout PA
            WindowsService/DeclareWindow PA
            WindowsService/DeleteBlackout PA
            WindowsService/DeleteWindow PA
            WindowsService/ListBlackouts VTOPA
            WindowsService/ListOccurrences VTOPA
            WindowsService/ListWindows VTOPA
            WindowsService/PreviewWindow VTOPA
            WindowsService/UpdateBlackout PA
            WindowsService/UpdateWindow PA
            """;
        var actual = Permissions.Allowed.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row =>
            row.Key["/sovereignfleet.fleet.v1.".Length..] + " " + string.Concat(
                new[] { (Role.Viewer, 'V'), (Role.Technician, 'T'), (Role.OnCall, 'O'), (Role.Operator, 'P'), (Role.Admin, 'A') }
                    .Where(role => row.Value.Contains(role.Item1)).Select(role => role.Item2)));
        Assert.AreEqual(approved.ReplaceLineEndings("\n"), string.Join('\n', actual));
    }

    [TestMethod]
    public void Refusal_EveryMethodAndRole_FollowsTheTable()
    {
        foreach (var method in Methods.Except(Permissions.Anonymous))
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                Assert.AreEqual(Permissions.Allowed[method].Contains(role), CallGate.Refusal(new Caller("ada", role, null), method) is null, $"{role} {method}");
            }
        }
    }

    // "The role OnCall does not allow this" told a person the code's name, and not whom to ask.
    [TestMethod]
    public void Refusal_OfARole_NamesInWordsTheOneThatIsNeeded() => Assert.AreEqual(
        "This needs the role operator; yours is on-call.",
        CallGate.Refusal(new Caller("ada", Role.OnCall, null), Permissions.Allowed.First(row => row.Value.Min() == Role.Operator).Key));

    [TestMethod]
    public void Refusal_MethodWithoutARow_IsRefusedToTheAdministrator() =>
        Assert.IsNotNull(CallGate.Refusal(new Caller("ada", Role.Admin, null), "/sovereignfleet.fleet.v1.DrainsService/Unknown"));

    [TestMethod]
    public void Refusal_ProgramsToken_MayNotWhatIsAPersons()
    {
        foreach (var method in Permissions.OfPersons)
        {
            Assert.IsNotNull(CallGate.Refusal(new Caller("metrics", Role.Operator, null) { IsProgram = true }, method), method);
            Assert.IsNull(CallGate.Refusal(new Caller("ada", Role.Operator, null), method), method);
        }
    }

    [TestMethod]
    public void Refusal_CallerOfOneSite_MayNotWhatConcernsTheWholeFleet()
    {
        foreach (var method in Permissions.OfTheWholeFleet)
        {
            Assert.Contains("you are of fra1", CallGate.Refusal(new Caller("ada", Role.Admin, "fra1"), method)!);
            Assert.IsNull(CallGate.Refusal(new Caller("ada", Role.Admin, null), method), method);
        }
    }

    [TestMethod]
    public void Refusal_PasswordOfAnother_OnlyItsChangeIsAllowed()
    {
        var caller = new Caller("ada", Role.Admin, null) { MustChangePassword = true };
        Assert.IsNull(CallGate.Refusal(caller, "/sovereignfleet.fleet.v1.AccountsService/ChangePassword"));
        Assert.Contains("Change your password", CallGate.Refusal(caller, "/sovereignfleet.fleet.v1.FleetViewService/GetFleet")!);
    }
}
