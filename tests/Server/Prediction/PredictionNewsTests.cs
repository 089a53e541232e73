using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Prediction;

[TestClass]
public sealed class PredictionNewsTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Tell_DecisionChanges_TheAgentHearsEachChangeOnce()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        using var stream = new HostStream(scene.Host, Token);
        scene.Streams.Enter(stream);
        using var news = new PredictionNews(scene.Streams, scene.Database.Contexts, new DatabaseReady(), TimeProvider.System, NullLogger<PredictionNews>.Instance);

        await DecideAsync(scene, RiskDecision.Validate);
        await news.TellAsync(Token);
        Assert.AreEqual("none", Said(stream));
        await DecideAsync(scene, RiskDecision.Drain);
        await news.TellAsync(Token);
        Assert.AreEqual(LinkScene.GpuUuid, Said(stream));
        await news.TellAsync(Token);
        Assert.IsFalse(stream.Outgoing.TryRead(out _), "It was said already.");

        // Its next stream knows nothing.
        using var next = new HostStream(scene.Host, Token);
        scene.Streams.Enter(next);
        await news.TellAsync(Token);
        Assert.AreEqual(LinkScene.GpuUuid, Said(next));
    }

    private static string Said(HostStream stream)
    {
        Assert.IsTrue(stream.Outgoing.TryRead(out var message));
        return message!.Settings.PredictedFailures.GpuUuids is { Count: > 0 } gpus ? string.Join(' ', gpus) : "none";
    }

    private async Task DecideAsync(LinkScene scene, RiskDecision decision)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var risk = await db.Risks.SingleOrDefaultAsync(Token);
        if (risk is null)
        {
            db.Add(risk = new Risk { GpuUuid = LinkScene.GpuUuid, HostId = scene.Host.Id });
        }

        risk.Decision = decision;
        await db.SaveChangesAsync(Token);
    }
}
