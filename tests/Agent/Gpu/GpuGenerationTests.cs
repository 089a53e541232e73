using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

/// <summary>What GPUs and drivers of other years answer, through the true calls: each value in its own field, and what one of them
/// lacks absent.</summary>
[TestClass]
[DoNotParallelize]
public sealed class GpuGenerationTests(TestContext context)
{
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => fake = await FakeDriver.StartAsync();

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public async Task ReadAsync_HopperWithTroubles_EveryValueInItsOwnField()
    {
        fake.Rewrite(
            "gpu0.ecc_sram_volatile_corrected=1", "gpu0.ecc_sram_volatile_uncorrected=2", "gpu0.ecc_sram_volatile_parity=10",
            "gpu0.ecc_dram_volatile_corrected=3", "gpu0.ecc_dram_volatile_uncorrected=4", "gpu0.ecc_sram_aggregate_corrected=5",
            "gpu0.ecc_sram_aggregate_uncorrected=6", "gpu0.ecc_sram_aggregate_parity=20", "gpu0.ecc_dram_aggregate_corrected=7",
            "gpu0.ecc_dram_aggregate_uncorrected=8", "gpu0.sram_threshold_exceeded=1", "gpu0.sram_faults=3",
            "gpu0.remap_banks_max=1000", "gpu0.remap_banks_high=200", "gpu0.remap_banks_partial=60", "gpu0.remap_banks_low=16",
            "gpu0.remap_banks_none=4", "gpu0.channel_repair_pending=1", "gpu0.tpc_repair_pending=1",
            "gpu0.throttle_power_ns=11", "gpu0.throttle_sw_thermal_ns=12", "gpu0.throttle_hw_thermal_ns=13", "gpu0.throttle_power_brake_ns=14",
            "gpu0.violation_thermal_ns=15", "gpu0.violation_sync_boost_ns=16", "gpu0.violation_board_limit_ns=17",
            "gpu0.violation_low_utilization_ns=18", "gpu0.violation_reliability_ns=19", "gpu0.power_mw=600000", "gpu0.power_instant_mw=612000", "gpu0.processes=5", "gpu0.fabric_state=2", "gpu0.fabric_status=10", "gpu0.fabric_health=0x55");

        var gpu = await FirstAsync();

        Assert.AreEqual("1 12 3 4 5 26 7 8", Values(
            gpu.EccSramVolatileCorrected, gpu.EccSramVolatileUncorrected, gpu.EccDramVolatileCorrected, gpu.EccDramVolatileUncorrected,
            gpu.EccSramAggregateCorrected, gpu.EccSramAggregateUncorrected, gpu.EccDramAggregateCorrected, gpu.EccDramAggregateUncorrected));
        Assert.AreEqual("1 3", Values(gpu.SramThresholdExceeded, gpu.EccSramUniqueUncorrected));
        Assert.AreEqual("1000 200 60 16 4", Values(
            gpu.RemapBanksMax, gpu.RemapBanksHigh, gpu.RemapBanksPartial, gpu.RemapBanksLow, gpu.RemapBanksNone));
        Assert.AreEqual("1 1", Values(gpu.ChannelRepairPending, gpu.TpcRepairPending));
        Assert.AreEqual("11 12 13 14", Values(
            gpu.ThrottlePowerNs, gpu.ThrottleSwThermalNs, gpu.ThrottleHwThermalNs, gpu.ThrottlePowerBrakeNs));
        Assert.AreEqual("15 16 17 18 19", Values(
            gpu.ViolationThermalNs, gpu.ViolationSyncBoostNs, gpu.ViolationBoardLimitNs, gpu.ViolationLowUtilizationNs, gpu.ViolationReliabilityNs));
        Assert.AreEqual("600000 612000 5 2 10 85", Values(
            gpu.PowerMw, gpu.PowerInstantMw, gpu.ComputeProcesses, gpu.FabricState, gpu.FabricStatus, gpu.FabricHealth));
        Assert.AreEqual(589824000, gpu.MemoryReservedBytes);
    }

    [TestMethod]
    public async Task ReadAsync_PcieCounters_EveryValueInItsOwnField()
    {
        fake.Rewrite(
            "gpu0.pcie_replay_rollovers=1", "gpu0.pcie_recoveries=2", "gpu0.pcie_correctable_errors=3", "gpu0.pcie_nonfatal_errors=4",
            "gpu0.pcie_fatal_errors=5", "gpu0.pcie_receiver_errors=6", "gpu0.pcie_bad_tlps=7", "gpu0.pcie_bad_dllps=8", "gpu0.pcie_lcrc_errors=9",
            "gpu0.pcie_naks_received=10", "gpu0.pcie_naks_sent=11", "gpu0.pcie_tx_bytes=12", "gpu0.pcie_rx_bytes=13");

        var gpu = await FirstAsync();

        Assert.AreEqual("1 2 3 4 5 6 7 8 9 10 11 12 13", Values(
            gpu.PcieReplayRollovers, gpu.PcieRecoveries, gpu.PcieCorrectableErrors, gpu.PcieNonfatalErrors, gpu.PcieFatalErrors,
            gpu.PcieReceiverErrors, gpu.PcieBadTlps, gpu.PcieBadDllps, gpu.PcieLcrcErrors, gpu.PcieNaksReceived, gpu.PcieNaksSent,
            gpu.PcieTxBytes, gpu.PcieRxBytes));
    }

    [TestMethod]
    public async Task ReadAsync_NvLink4_TakesTheDriversSums()
    {
        fake.Rewrite(
            "gpu0.nvlink_crc_errors=1", "gpu0.nvlink_data_crc_errors=2", "gpu0.nvlink_replays=3", "gpu0.nvlink_recoveries=4", "gpu0.nvlink_tx_kib=5",
            "gpu0.nvlink_rx_kib=6", "gpu0.nvlink3.link_up=0", "gpu0.link_crc_errors=99");

        var gpu = await FirstAsync();

        Assert.AreEqual("3 2 3 4 5120 6144 17 1", Values(
            gpu.NvlinkCrcErrors, gpu.NvlinkCrcDataErrors, gpu.NvlinkReplays, gpu.NvlinkRecoveries, gpu.NvlinkTxBytes, gpu.NvlinkRxBytes, gpu.NvlinkLinksUp, gpu.NvlinkLinksDown));
        Assert.IsFalse(gpu.HasNvlinkEffectiveBer);
        Assert.IsFalse(gpu.HasNvlinkFailedRecoveries);
    }

    [TestMethod]
    public async Task ReadAsync_DriverWithoutSums_AddsTheLinksUp()
    {
        fake.Rewrite(
            "unsupported_field=38", "unsupported_field=45", "unsupported_field=52", "unsupported_field=59", "gpu0.nvlink0.link_crc_errors=5",
            "gpu0.nvlink17.link_crc_errors=2", "gpu0.nvlink1.link_replays=3", "gpu0.link_recoveries=1");

        var gpu = await FirstAsync();

        Assert.AreEqual("7 3 18", Values(gpu.NvlinkCrcErrors, gpu.NvlinkReplays, gpu.NvlinkRecoveries));
        Assert.IsFalse(gpu.HasNvlinkCrcDataErrors);
    }

    [TestMethod]
    public async Task ReadAsync_NvLink5_SumsItsCountersAndTakesTheWorstErrorRate()
    {
        fake.Rewrite(
            "gpu0.architecture=10", "gpu0.nvlink0.link_malformed_packets=1", "gpu0.nvlink1.link_receive_errors=2", "gpu0.nvlink2.link_integrity_errors=3",
            "gpu0.nvlink3.link_good_recoveries=4", "gpu0.nvlink4.link_failed_recoveries=5", "gpu0.nvlink5.link_effective_ber=0x30c",
            "gpu0.nvlink6.link_symbol_ber=0x208", "gpu0.nvlink7.unreadable=1");

        var gpu = await FirstAsync();

        Assert.AreEqual("1 2 3 4 5 780 520", Values(
            gpu.NvlinkMalformedPackets, gpu.NvlinkReceiveErrors, gpu.NvlinkIntegrityErrors, gpu.NvlinkRecoveries, gpu.NvlinkFailedRecoveries,
            gpu.NvlinkEffectiveBer, gpu.NvlinkSymbolBer));
        Assert.AreEqual(17 * 4096, gpu.NvlinkTxBytes);
        Assert.AreEqual(17 * 8192, gpu.NvlinkRxBytes);
        Assert.AreEqual(17, gpu.NvlinkLinksUp);
        Assert.IsFalse(gpu.HasNvlinkCrcErrors);
        Assert.IsFalse(gpu.HasNvlinkReplays);
        Assert.AreEqual("", gpu.Error);
    }

    [TestMethod]
    [DataRow(null, 0L)] // needs none: what DCGM tells of a bare-metal GPU
    [DataRow("gpu0.vgpu_license=0", 0L)]
    [DataRow("gpu0.vgpu_license=1", 1L)]
    [DataRow("gpu0.vgpu_license=1\ngpu0.vgpu_license_feature=4", null)]
    [DataRow("unsupported=nvmlDeviceGetGridLicensableFeatures_v4", null)]
    public async Task ReadAsync_VgpuLicense_IsWhatTheGpuSaysOfThatFeatureAlone(string? scenario, long? licensed)
    {
        fake.Rewrite(scenario ?? "");

        var gpu = await FirstAsync();

        Assert.AreEqual(licensed, gpu.HasVgpuLicensed ? gpu.VgpuLicensed : null);
    }

    [TestMethod]
    public async Task ReadAsync_Volta_RetiredPagesAndNothingThatCameLater()
    {
        fake.Rewrite(
            "gpu0.architecture=5", "gpu0.nvlinks=0", "gpu0.retired_pages_corrected=13", "gpu0.retired_pages_uncorrected=2", "gpu0.retired_pages_pending=1");

        var gpu = await FirstAsync();

        Assert.AreEqual("13 2 1", Values(gpu.RetiredPagesCorrected, gpu.RetiredPagesUncorrected, gpu.RetiredPagesPending));
        Assert.AreEqual(GpuReading.Types.State.Present, gpu.State);
        Assert.AreEqual("", gpu.Error);
        Assert.IsFalse(gpu.HasRowRemapPending || gpu.HasRemapBanksMax || gpu.HasTemperatureMarginC || gpu.HasGraphicsActivePermille
            || gpu.HasNvlinkLinksUp || gpu.HasNvlinkCrcErrors || gpu.HasFabricState || gpu.HasSramThresholdExceeded || gpu.HasThrottlePowerBrakeNs);
        Assert.IsTrue(gpu.HasPowerMw);
    }

    [TestMethod]
    public async Task ReadAsync_FieldsMissing_TakesTheOlderFunctions()
    {
        fake.Rewrite(
            "gpu0.architecture=5", "missing=nvmlDeviceGetFieldValues", "missing=nvmlDeviceGetRetiredPages_v2", "gpu0.retired_pages_corrected=13",
            "gpu0.retired_pages_uncorrected=2", "gpu0.ecc_volatile_uncorrected=4", "gpu0.ecc_dram_aggregate_corrected=6", "gpu0.power_mw=250000",
            "gpu1.remapped_rows_uncorrected=9", "gpu1.row_remap_failure=1", "gpu1.nvlink0.link_up=0", "gpu1.power_limit_mw=650000", "gpu1.energy_mj=77",
            "missing=nvmlDeviceGetSramEccErrorStatus", "gpu1.ecc_sram_aggregate_uncorrected=8", "missing=nvmlDeviceGetGpuFabricInfoV",
            "missing=nvmlDeviceGetComputeRunningProcesses_v3", "gpu1.processes=2");

        var frame = await FrameAsync();
        var (volta, hopper) = (frame.Gpus[0], frame.Gpus[1]);

        Assert.AreEqual("13 2 0 4 6 250000", Values(
            volta.RetiredPagesCorrected, volta.RetiredPagesUncorrected, volta.RetiredPagesPending, volta.EccVolatileUncorrected,
            volta.EccDramAggregateCorrected, volta.PowerMw));
        Assert.AreEqual("9 1 650000 77 8 3 2", Values(
            hopper.RemappedRowsUncorrected, hopper.RowRemapFailure, hopper.PowerLimitMw, hopper.EnergyMj, hopper.EccSramAggregateUncorrected,
            hopper.FabricState, hopper.ComputeProcesses));
        Assert.AreEqual("17 1", Values(hopper.NvlinkLinksUp, hopper.NvlinkLinksDown));
        Assert.IsFalse(hopper.HasFabricHealth || hopper.HasSramThresholdExceeded || hopper.HasRecoveryAction);
    }

    [TestMethod]
    public async Task ReadAsync_GraceHopper_SumsTheChipToChipErrors()
    {
        fake.Rewrite("gpu0.c2c=1", "gpu0.c2c_errors=1", "gpu0.c2c_replays=20", "gpu0.c2c_replays_b2b=300");

        Assert.AreEqual(321, (await FirstAsync()).C2CErrors);
    }

    /// <summary>With MIG on the remapper does not answer: unknown, not healthy.</summary>
    [TestMethod]
    public async Task ReadAsync_MigOn_RemappedRowsAreAbsentAndNoError()
    {
        fake.Rewrite("gpu0.mig=1", "gpu0.remapped_rows_uncorrected=9");

        var gpu = await FirstAsync();

        Assert.AreEqual(GpuReading.Types.State.Present, gpu.State);
        Assert.AreEqual("", gpu.Error);
        Assert.IsFalse(gpu.HasRemappedRowsUncorrected || gpu.HasRowRemapPending || gpu.HasRemapBanksNone);
    }

    /// <summary>One field that fails is told and takes nothing else with it; it is asked again.</summary>
    [TestMethod]
    public async Task ReadAsync_FieldFails_IsToldAndAskedAgain()
    {
        fake.Rewrite("failing_field=82");
        var sensor = fake.Sensor();
        var gpu = (await FrameAsync(sensor)).Gpus[0];
        Assert.AreEqual(GpuReading.Types.State.Present, gpu.State);
        StringAssert.Contains(gpu.Error, "MemoryTemperature");
        Assert.IsFalse(gpu.HasMemoryTemperatureC);

        fake.Rewrite("");

        Assert.IsTrue((await FrameAsync(sensor)).Gpus.Single(other => other.Index == 0).HasMemoryTemperatureC);
    }

    private static string Values(params long[] values) => string.Join(' ', values);

    private async Task<GpuReading> FirstAsync() => (await FrameAsync()).Gpus[0];

    private Task<Frame> FrameAsync() => FrameAsync(fake.Sensor());

    private async Task<Frame> FrameAsync(GpuSensor sensor)
    {
        var frame = new FrameWriter();
        await sensor.ReadAsync(frame, context.CancellationToken);
        return frame.Take();
    }
}
