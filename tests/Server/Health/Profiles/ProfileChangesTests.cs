using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Profiles;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Server.Link;
using ConditionState = SovereignFleet.Server.Health.Conditions.ConditionState;
using HostProfile = SovereignFleet.Server.Fleet.Profiles.HostProfile;
using ProfileOrigin = SovereignFleet.Server.Fleet.Profiles.ProfileOrigin;

namespace SovereignFleet.Tests.Server.Health.Profiles;

[TestClass]
public sealed class ProfileChangesTests(TestContext context)
{
    private static readonly Caller Mika = new("mika", Role.OnCall, null);

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Inventory_TheFirstWithGpus_TeachesWhatIsExpected_AndAPersonConfirmsIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await SendAsync(scene, LinkScene.Inventory(1, TimeProvider.System.GetUtcNow()));
        var learned = await ExpectedAsync(scene);
        Assert.AreEqual((ProfileOrigin.Learned, 1, "NVIDIA H100"), (learned.Origin, learned.Gpus, learned.GpuModel));

        Assert.IsInstanceOfType<ProfileReply.Done>(await Changes(scene).ConfirmAsync(scene.Host.Id, "counted in the rack", Mika, Token));

        var confirmed = await ExpectedAsync(scene);
        Assert.AreEqual((ProfileOrigin.Confirmed, "person:mika", "counted in the rack", learned.Profile), (confirmed.Origin, confirmed.By, confirmed.Reason, confirmed.Profile));
        Assert.Contains("mika confirmed what gpu-yul1-01 is to have: 1 GPUs NVIDIA H100", await JournalAsync(scene));
        Assert.IsInstanceOfType<ProfileReply.NotNow>(await Changes(scene).ConfirmAsync(scene.Host.Id, "", Mika, Token), "there is nothing to confirm any more");
    }

    [TestMethod]
    public async Task Confirm_OfAHostThatShowedNoGpu_IsNotNow()
    {
        await using var scene = await LinkScene.CreateAsync(Token);

        Assert.IsInstanceOfType<ProfileReply.NotNow>(await Changes(scene).ConfirmAsync(scene.Host.Id, "", Mika, Token));
    }

    [TestMethod]
    public async Task Change_ToWhatIsFound_MissesTheGpuThatWasTakenOutNoMore()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await SendAsync(scene, LinkScene.Inventory(1, TimeProvider.System.GetUtcNow()));
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            var host = await db.Hosts.SingleAsync(Token);
            host.Inventory = new Inventory { Host = new HostInfo() }.ToByteArray();
            db.Add(new SovereignFleet.Server.Health.Conditions.Condition
            {
                Id = Guid.NewGuid(),
                Rule = "gpu-lost",
                Code = "gpu-lost",
                HostId = host.Id,
                GpuUuid = LinkScene.GpuUuid,
                State = ConditionState.Firing,
                Sentence = "GPU 3 is gone.",
                Action = "a",
                Since = TimeProvider.System.GetUtcNow(),
            });
            await db.SaveChangesAsync(Token);
        }

        Assert.IsInstanceOfType<ProfileReply.Done>(await Changes(scene).ChangeAsync(scene.Host.Id, null, "sold", Mika, Token));

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, (await ExpectedAsync(scene)).Gpus);
        Assert.IsNotNull((await after.Gpus.SingleAsync(Token)).RemovedAt);
        Assert.AreEqual(ConditionState.Resolved, (await after.Conditions.SingleAsync(Token)).State);
        Assert.Contains("sold", await JournalAsync(scene));
    }

    [TestMethod]
    public async Task Change_OfABlindHost_ByItsOldNumbers_KeepsItsGpus()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await SendAsync(scene, LinkScene.Inventory(1, TimeProvider.System.GetUtcNow()));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(host => host.Inventory, new Inventory { Host = new HostInfo() }.ToByteArray()), Token);

        Assert.IsInstanceOfType<ProfileReply.Done>(await Changes(scene).ChangeAsync(scene.Host.Id, new HostProfile { Gpus = 1, Nics = 4 }, "NICs added", Mika, Token));

        Assert.IsNull((await db.Gpus.AsNoTracking().SingleAsync(Token)).RemovedAt);
    }

    [TestMethod]
    [DataRow("", 8)]
    [DataRow("why", -1)]
    [DataRow("why", 1000)]
    public async Task Change_WithoutAReasonOrWithWhatCannotBe_IsUnfit(string reason, int gpus)
    {
        await using var scene = await LinkScene.CreateAsync(Token);

        Assert.IsInstanceOfType<ProfileReply.Unfit>(await Changes(scene).ChangeAsync(scene.Host.Id, new HostProfile { Gpus = gpus }, reason, Mika, Token));
    }

    [TestMethod]
    public async Task Inventory_ThatDeclaresAProfile_IsTheOnlyOneToChangeIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var importer = new InventoryImporter(scene.Database.Contexts, [new ProfilesPart(TimeProvider.System)], TimeProvider.System);
        const string Declared = """{"profiles": [{"hosts": ["gpu-yul1-01"], "gpus": 8, "gpuModel": "NVIDIA H100 80GB HBM3", "pcieWidth": 16}]}""";

        Assert.AreEqual("profile of gpu-yul1-01: 8 GPUs NVIDIA H100 80GB HBM3, PCIe x16", (await importer.ApplyAsync(Declared, Ada(), Token)).Changes.Single());
        Assert.IsEmpty((await importer.ApplyAsync(Declared, Ada(), Token)).Changes);

        await SendAsync(scene, LinkScene.Inventory(1, TimeProvider.System.GetUtcNow()));
        Assert.AreEqual((ProfileOrigin.Declared, 8), ((await ExpectedAsync(scene)).Origin, (await ExpectedAsync(scene)).Gpus));
        Assert.IsInstanceOfType<ProfileReply.NotNow>(await Changes(scene).ChangeAsync(scene.Host.Id, null, "why", Mika, Token));
        Assert.IsInstanceOfType<ProfileReply.NotNow>(await Changes(scene).ConfirmAsync(scene.Host.Id, "", Mika, Token));
    }

    [TestMethod]
    [DataRow("""{"hosts": ["gpu-1"], "gpus": 8}""", "profiles[0].hosts: there is no host \"gpu-1\"; declare it under hosts.")]
    [DataRow("""{"hosts": ["gpu-yul1-01"], "gpus": -1}""", "profiles[0].gpus: -1 must be 0 to 256; leave it out where nothing is expected.")]
    [DataRow("""{"hosts": ["gpu-yul1-01", "gpu-yul1-01"], "gpus": 8}""", "profiles[0].hosts: gpu-yul1-01 is named twice; a host has one profile.")]
    [DataRow("""{"name": "h100", "retired": true}""", "profiles[0]: a profile cannot be retired; change it, or let it be learned anew on the page of its host.")]
    [DataRow("""{"hosts": ["gpu-yul1-01"], "gpu": 8}""", "profiles[0]: 'gpu' is no key of it.")]
    [DataRow("""{"hosts": ["gpu-yul1-01"], "gpus": 0, "gpuModel": "NVIDIA H100"}""", "profiles[0].gpus: 0 must not come with a model or NVLinks of GPUs.")]
    public async Task Inventory_WithASlip_IsRefusedWithWhatToWrite(string profile, string fault)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var importer = new InventoryImporter(scene.Database.Contexts, [new ProfilesPart(TimeProvider.System)], TimeProvider.System);

        var refused = await Assert.ThrowsExactlyAsync<InventoryException>(() => importer.ApplyAsync($"{{\"profiles\": [{profile}]}}", Ada(), Token));

        Assert.AreEqual(fault, refused.Faults.Single());
    }

    private static Declaration Ada() => new("person:ada", bringsBack: true, reason: "");

    private static ProfileChanges Changes(LinkScene scene) => new(scene.Database.Contexts, TimeProvider.System);

    private async Task SendAsync(LinkScene scene, ConnectRequest message)
    {
        await using var stream = scene.Connect(Token);
        stream.Send(message);
        await stream.AcknowledgedAsync(message.Sequence);
    }

    private async Task<ExpectedProfile> ExpectedAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.ExpectedProfiles.AsNoTracking().SingleAsync(Token);
    }

    private async Task<string> JournalAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return string.Join('\n', await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.ProfileChanged).Select(entry => entry.Summary).ToListAsync(Token));
    }
}
