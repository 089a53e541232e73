using Grpc.Core.Interceptors;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Identity.People;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class PermissionsTests
{
    private static IEnumerable<string> Methods =>
        FleetReflection.Descriptor.Services.SelectMany(service => service.Methods).Select(method => $"/{method.Service.FullName}/{method.Name}");

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
            Accounts/ChangePassword VTOPA
            Accounts/CreatePerson A
            Accounts/ListPeople A
            Accounts/SetPersonDisabled A
            Accounts/SignOut VTOPA
            Accounts/WhoAmI VTOPA
            Administration/ApplyInventory PA
            Administration/CreateEnrollmentToken PA
            Administration/RevokeHostCertificate PA
            Alerts/List VTOPA
            Commands/Download OPA
            Commands/Get VTOPA
            Commands/List VTOPA
            Commands/Order TOPA
            Commands/Read OPA
            Commands/Watch VTOPA
            Conditions/Acknowledge OPA
            Conditions/List VTOPA
            Drains/Approve OPA
            Drains/Cancel OPA
            Drains/Get VTOPA
            Drains/List VTOPA
            Drains/MarkRepaired TOPA
            Drains/Preview VTOPA
            Drains/Propose OPA
            Drains/Watch VTOPA
            FleetView/GetFleet VTOPA
            FleetView/GetHost VTOPA
            FleetView/GetTelemetry VTOPA
            FleetView/WatchFleet VTOPA
            FleetView/WatchHost VTOPA
            Journal/List VTOPA
            Journal/Verify OPA
            Tickets/Get VTOPA
            Tickets/List VTOPA
            """;
        var actual = Permissions.Allowed.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row =>
            row.Key["/sovereignfleet.v1.".Length..] + " " + string.Concat(
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

    [TestMethod]
    public void Refusal_MethodWithoutARow_IsRefusedToTheAdministrator() =>
        Assert.IsNotNull(CallGate.Refusal(new Caller("ada", Role.Admin, null), "/sovereignfleet.v1.Drains/Unknown"));

    [TestMethod]
    public void Refusal_PasswordOfAnother_OnlyItsChangeIsAllowed()
    {
        var caller = new Caller("ada", Role.Admin, null) { MustChangePassword = true };
        Assert.IsNull(CallGate.Refusal(caller, "/sovereignfleet.v1.Accounts/ChangePassword"));
        Assert.Contains("Change your password", CallGate.Refusal(caller, "/sovereignfleet.v1.FleetView/GetFleet")!);
    }
}
