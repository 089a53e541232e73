using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Sessions;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>What an agent obeys is known on every replica, and while its Host is away.</summary>
[TestClass]
public sealed class KeptAbilitiesTests(TestContext context)
{
    [TestMethod]
    public async Task Keep_OfAHello_IsTheRepairsThatItObeysAndFollowsTheNext()
    {
        await using var scene = await LinkScene.CreateAsync(context.CancellationToken);
        Assert.IsNull(await ObeysAsync(scene), "nothing was said yet");

        var kept = new KeptAbilities(scene.Database.Contexts);
        await kept.KeepAsync(scene.Host, Abilities("reboot", "identify", "gpu-reset"), context.CancellationToken);
        Assert.AreSequenceEqual(["gpu-reset", "reboot"], (await ObeysAsync(scene))!);

        await kept.KeepAsync(scene.Host, Abilities("identify"), context.CancellationToken);
        Assert.AreSequenceEqual([], (await ObeysAsync(scene))!);
    }

    private static AgentAbilities Abilities(params string[] commands) =>
        AgentAbilities.Of(new Hello { Capabilities = new Capabilities { LinkVersion = 2, Commands = { commands } } });

    private async Task<string[]?> ObeysAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(context.CancellationToken);
        return await db.Hosts.Where(host => host.Id == scene.Host.Id).Select(host => host.Obeys).SingleAsync(context.CancellationToken);
    }
}
