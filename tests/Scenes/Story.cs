using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>What happens in every scene of a drain: a GPU goes bad, the Host is emptied, hands repair it, it comes back.</summary>
internal sealed class Story(FleetScene scene)
{
    public const int Gpu = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public string GpuUuid => scene.Ill.Gpus.Uuid(Gpu);

    /// <summary>The first sign: NVML counts an uncorrectable error, the driver logs XID 48, remaps the row (63) and contains
    /// the damage (94).</summary>
    public void MemoryFails()
    {
        var pci = GpuScenario.Pci(Gpu);
        scene.Ill.Gpus.Play(
            $"gpu{Gpu}.ecc_volatile_uncorrected=1",
            $"gpu{Gpu}.ecc_aggregate_uncorrected=1",
            $"gpu{Gpu}.remapped_rows_uncorrected=1",
            $"gpu{Gpu}.row_remap_pending=1",
            $"event={Gpu},xid,48");
        scene.Ill.KernelLog.Write(XidLines.DoubleBitError(pci));
        scene.Ill.KernelLog.Write(XidLines.RowRemapped(pci));
        scene.Ill.KernelLog.Write(XidLines.Contained(pci));
    }

    /// <summary>Then the GPU itself asks for a drain and a reset: XID 154 and NVML's recovery action.</summary>
    public void DriverAsksForADrain()
    {
        scene.Ill.Gpus.Play($"gpu{Gpu}.recovery_action=4", $"event={Gpu},recovery_action,4");
        scene.Ill.KernelLog.Write(XidLines.DrainAndReset(GpuScenario.Pci(Gpu)));
    }

    /// <summary>Hands have reset the GPU, so that the driver counts from zero; and nobody marks a repair before it shows.</summary>
    public async Task HandsRepairAsync(CancellationToken cancellationToken)
    {
        scene.Ill.Gpus.Play(
            $"gpu{Gpu}.ecc_volatile_uncorrected=0", $"gpu{Gpu}.row_remap_pending=0", $"gpu{Gpu}.recovery_action=0");
        await Until.Async(
            "the GPU asks for nothing any more",
            async cancellation => (await scene.Api.Conditions.ListConditionsAsync(
                new ListConditionsRequest { HostName = scene.Ill.Name }, scene.Api.With(cancellation))).Conditions,
            conditions => conditions.All(condition => condition.Code is not "recovery-action"),
            cancellationToken);
    }

    public async Task<Drain> DrainIsAsync(DrainState state, CancellationToken cancellationToken)
    {
        var filter = new ListDrainsRequest { IncludeClosed = true, HostName = scene.Ill.Name };
        var drains = await Until.Async(
            $"the drain of {scene.Ill.Name} is {state}",
            async cancellation => (await scene.Api.Drains.ListDrainsAsync(filter, scene.Api.With(cancellation))).Drains,
            drains => drains.Count > 0 && drains[0].State == state,
            Patience,
            cancellationToken);
        return drains.Single();
    }

    public async Task ApproveAsync(Drain drain, CancellationToken cancellationToken) =>
        await scene.Api.Drains.ApproveDrainAsync(new ApproveDrainRequest { Id = drain.Id }, scene.Api.With(cancellationToken));

    public async Task MarkWorkDoneAsync(Drain drain, CancellationToken cancellationToken) =>
        await scene.Api.Drains.MarkWorkDoneAsync(
            new MarkWorkDoneRequest { Id = drain.Id, Note = "GPU reseated and reset" }, scene.Api.With(cancellationToken));

    public Task<ReceivedAlert> PagedAsync(string alert, CancellationToken cancellationToken) =>
        scene.Pager.WaitForAsync(
            $"{alert} of {scene.Ill.Name} on the pager, by Alertmanager",
            received => received.Sender == "alertmanager" && received.Status == "firing"
                && received.Name == alert && received.Labels["host"] == scene.Ill.Name,
            cancellationToken);

    /// <summary>The load balancer sends the Host its requests again, and the Host answers them.</summary>
    public async Task ServesAgainAsync(CancellationToken cancellationToken)
    {
        await scene.Proxy.WaitForAsync(scene.Ill.Target, "UP", cancellationToken);
        var before = scene.Ill.Inference.Served;
        await Until.TrueAsync("the repaired Host serves", () => scene.Ill.Inference.Served > before, cancellationToken);
    }

    /// <summary>Every request that was ever sent was answered.</summary>
    public async Task NothingWasLostAsync()
    {
        await scene.Load.StopAsync();
        Assert.IsEmpty(scene.Load.Failures, scene.Load.ToString());
        Assert.AreEqual(scene.Load.Sent, scene.Load.Succeeded);
    }
}
