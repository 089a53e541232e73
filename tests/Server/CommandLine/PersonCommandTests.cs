using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.CommandLine;

/// <summary>The server's own program, beside a server that runs.</summary>
[TestClass]
public sealed class PersonCommandTests(TestContext test)
{
    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Reset_OnTheServersMachine_PrintsAPasswordThatMustBeChanged()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], test.CancellationToken);
        await using var stage = new Stage(test.WriteLine);

        var (listed, people) = await RunAsync(scene, "list");
        var (reset, password) = await RunAsync(scene, "reset", ApiScene.OnCall);
        var (missing, why) = await RunAsync(scene, "reset", "nobody");

        Assert.AreEqual((0, 0, 2), (listed, reset, missing), $"{people} {password} {why}");
        Assert.Contains("tom\tTechnician\tyul1", people);
        Assert.Contains("There is no person \"nobody\"", why);
        var ada = await FleetApi.SignInAsync(stage, scene.Server, ApiScene.OnCall, password.Trim(), test.CancellationToken);
        Assert.IsTrue((await ada.Accounts.WhoAmIAsync(new WhoAmIRequest(), ada.With(test.CancellationToken))).Person.MustChangePassword);
    }

    private async Task<(int Code, string Output)> RunAsync(ApiScene scene, params string[] words)
    {
        await using var process = RunningProcess.Start(new Launch(
            "person", ProductTree.Program("server", "sovereignfleet-server"),
            ["person", .. words, "--DataFolder=" + Path.GetDirectoryName(scene.Server.AuthorityFile), "--Database:ConnectionString=" + scene.Database.ConnectionString]));
        var code = await process.ExitAsync(test.CancellationToken);
        return (code, process.Output);
    }
}
