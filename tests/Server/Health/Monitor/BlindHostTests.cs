using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Health.Monitor;

/// <summary>What a Host's stream leads to, minute by minute, on a real database.</summary>
[TestClass]
public sealed class BlindHostTests(TestContext context)
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Agent_StartedAgainUnderAnUpgradedDriver_IsCriticalThoughItsLastInventoryNamesNoGpu()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(LinkScene.Inventory(1, Start));
            await stream.AcknowledgedAsync(1);
            stream.Send(new ConnectRequest { SpoolId = LinkScene.Spool, Sequence = 2, Inventory = new Inventory { Host = new HostInfo(), GpuReason = "nvmlInit_v2: driver and library have different versions" } });
            await stream.AcknowledgedAsync(2);
        }

        await scene.Monitor.OnConnectedAsync(scene.Host, "boot", Token);
        await PlayAsync(scene, 0, 119, _ => Blind());
        Assert.AreEqual(ConditionState.Pending, (await SingleAsync(scene)).State);

        await PlayAsync(scene, 119, 600, _ => Blind());
        var condition = await SingleAsync(scene);
        Assert.AreEqual(("gpus-blind", ConditionState.Firing, DrainAdvice.Now), (condition.Code, condition.State, condition.Drain));
        Assert.AreEqual("None of the 1 GPUs of gpu-yul1-01 can be read: driver and library have different versions.", condition.Sentence);
    }

    [TestMethod]
    public async Task GpuUnreadable_ForTenMinutes_IsOneConditionOfThatGpu()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await scene.Monitor.OnConnectedAsync(scene.Host, "boot", Token);

        await PlayAsync(scene, 0, 600, _ => new Frame
        {
            Gpus =
            {
                new GpuReading { Uuid = "GPU-1", State = GpuReading.Types.State.Present },
                new GpuReading { Uuid = "GPU-2", Index = 2, State = GpuReading.Types.State.Unreadable, Error = "nvmlDeviceGetFieldValues: NVML error 999 (Unknown)" },
            },
        });

        var condition = await SingleAsync(scene);
        Assert.AreEqual(("gpu-unreadable", ConditionState.Firing, "GPU 2 cannot be read: NVML error 999 (Unknown)."), (condition.Code, condition.State, condition.Sentence));
    }

    [TestMethod]
    public async Task Gpu_ThatComesAndGoes_IsOneConditionThatCountsAndEndsAfterQuiet()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await scene.Monitor.OnConnectedAsync(scene.Host, "boot", Token);

        // Eight times in four minutes: twenty seconds lost, ten there.
        await PlayAsync(scene, 0, 240, second => Frame(second % 30 < 20 ? GpuReading.Types.State.Lost : GpuReading.Types.State.Present));
        var flapping = await SingleAsync(scene);
        Assert.AreEqual(("gpu-lost", ConditionState.Firing, 8), (flapping.Code, flapping.State, flapping.Count));

        await PlayAsync(scene, 240, 500, _ => Frame(GpuReading.Types.State.Present));
        var over = await SingleAsync(scene);
        Assert.AreEqual((flapping.Id, ConditionState.Resolved), (over.Id, over.State));
    }

    [TestMethod]
    public async Task Host_DeclaredWithoutGpus_StaysWell()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new ExpectedProfile { HostId = scene.Host.Id, Origin = ProfileOrigin.Declared, Gpus = 0 });
            await db.SaveChangesAsync(Token);
        }

        await scene.Monitor.OnConnectedAsync(scene.Host, "boot", Token);
        await PlayAsync(scene, 0, 300, _ => Blind());

        Assert.IsEmpty(await ConditionsAsync(scene));
    }

    [TestMethod]
    public async Task Host_WhoseProfileIsChanged_IsJudgedByTheNewOneWhileItsConditionIsOpen()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await ExpectAsync(scene, 2);
        await scene.Monitor.OnConnectedAsync(scene.Host, "boot", Token);
        await PlayAsync(scene, 0, 100, _ => Frame(GpuReading.Types.State.Present));
        Assert.AreEqual(("profile-gpus", ConditionState.Firing), ((await SingleAsync(scene)).Code, (await SingleAsync(scene)).State));

        await ExpectAsync(scene, 1);
        await PlayAsync(scene, 100, 400, _ => Frame(GpuReading.Types.State.Present));

        Assert.AreEqual(ConditionState.Resolved, (await SingleAsync(scene)).State);
    }

    private static Frame Blind() => new()
    {
        Sensors = { new SensorStatus { Name = "gpu", Outcome = SensorStatus.Types.Outcome.NotSupported, Reason = "nvmlInit_v2: driver and library have different versions" } },
    };

    private static Frame Frame(GpuReading.Types.State state) => new() { Gpus = { new GpuReading { Uuid = "GPU-1", State = state } } };

    private async Task PlayAsync(LinkScene scene, int from, int to, Func<int, Frame> frame)
    {
        for (var second = from; second < to; second++)
        {
            await scene.Monitor.OnFrameAsync(scene.Host, frame(second), Start.AddSeconds(second), Token);
        }
    }

    private async Task ExpectAsync(LinkScene scene, int gpus)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var expected = await db.ExpectedProfiles.SingleOrDefaultAsync(Token);
        if (expected is null)
        {
            db.Add(expected = new ExpectedProfile { HostId = scene.Host.Id, Origin = ProfileOrigin.Confirmed });
        }

        expected.Gpus = gpus;
        await db.SaveChangesAsync(Token);
    }

    private async Task<Condition> SingleAsync(LinkScene scene) => (await ConditionsAsync(scene)).Single();

    private async Task<List<Condition>> ConditionsAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().ToListAsync(Token);
    }
}
