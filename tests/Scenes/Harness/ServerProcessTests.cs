using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class ServerProcessTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Restart_AfterKill9_TheSessionStillHolds()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var server = await ServerProcess.StartAsync(stage, new Dictionary<string, string>(), cancellation);
        var api = await FleetApi.SignInAsync(stage, server, cancellation);

        await server.KillAsync(cancellation);
        await server.RestartAsync(cancellation);

        var person = await Until.Async(
            "the server answers again",
            async stop => (await api.Accounts.WhoAmIAsync(new WhoAmIRequest(), api.With(stop))).Person,
            _ => true,
            cancellation);
        Assert.AreEqual(FleetApi.AdminName, person.Name);
        Assert.AreEqual(Role.Admin, person.Role);
    }
}
