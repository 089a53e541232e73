using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>The approved list against what the two exporters show whose place the page takes, so that an approval cannot lose one of theirs.</summary>
[TestClass]
public sealed class ExporterNamesTests
{
    private const string GpuLabels = "gpu,UUID,pci_bus_id,device,modelName,Hostname,DCGM_FI_DRIVER_VERSION";

    /// <summary>etc/default-counters.csv of NVIDIA/dcgm-exporter, d5e5f510 (2026-05-12): what is on, and the ECC, retirement, NVLink and violation families.</summary>
    private const string DcgmGauges =
        """
        DEV_SM_CLOCK DEV_MEM_CLOCK DEV_MEMORY_TEMP DEV_GPU_TEMP DEV_POWER_USAGE DEV_GPU_UTIL DEV_MEM_COPY_UTIL DEV_ENC_UTIL DEV_DEC_UTIL DEV_XID_ERRORS
        DEV_FB_FREE DEV_FB_USED DEV_FB_RESERVED DEV_VGPU_LICENSE_STATUS DEV_ROW_REMAP_FAILURE PROF_GR_ENGINE_ACTIVE PROF_PIPE_TENSOR_ACTIVE PROF_DRAM_ACTIVE
        PROF_PCIE_TX_BYTES PROF_PCIE_RX_BYTES
        """;

    private const string DcgmCounters =
        """
        DEV_TOTAL_ENERGY_CONSUMPTION DEV_PCIE_REPLAY_COUNTER DEV_NVLINK_BANDWIDTH_TOTAL DEV_UNCORRECTABLE_REMAPPED_ROWS DEV_CORRECTABLE_REMAPPED_ROWS
        DEV_ECC_SBE_VOL_TOTAL DEV_ECC_DBE_VOL_TOTAL DEV_ECC_SBE_AGG_TOTAL DEV_ECC_DBE_AGG_TOTAL DEV_RETIRED_SBE DEV_RETIRED_DBE DEV_RETIRED_PENDING
        DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL
        DEV_POWER_VIOLATION DEV_THERMAL_VIOLATION DEV_SYNC_BOOST_VIOLATION DEV_BOARD_LIMIT_VIOLATION DEV_LOW_UTIL_VIOLATION DEV_RELIABILITY_VIOLATION
        """;

    /// <summary>Its own counts (internal/pkg/collector/expcollector.go): a GPU without any has one sample of zero, without the last label.</summary>
    private static readonly string[] DcgmCounts =
    [
        $"DCGM_EXP_XID_ERRORS_COUNT counter {GpuLabels},window_size_in_ms", $"DCGM_EXP_XID_ERRORS_COUNT counter {GpuLabels},window_size_in_ms,xid",
        $"DCGM_EXP_CLOCK_EVENTS_COUNT counter {GpuLabels},window_size_in_ms", $"DCGM_EXP_CLOCK_EVENTS_COUNT counter {GpuLabels},clock_event,window_size_in_ms",
    ];

    /// <summary>The collectors that prometheus-community/ipmi_exporter runs by default, 3693adaf (2026-07-01): bmc, ipmi, chassis, dcmi, sel.</summary>
    private static readonly string[] Ipmi =
    [
        "ipmi_up gauge collector", "ipmi_scrape_duration_seconds gauge", "ipmi_temperature_celsius gauge id,name", "ipmi_temperature_state gauge id,name",
        "ipmi_fan_speed_rpm gauge id,name", "ipmi_fan_speed_ratio gauge id,name", "ipmi_fan_speed_state gauge id,name", "ipmi_voltage_volts gauge id,name",
        "ipmi_voltage_state gauge id,name", "ipmi_current_amperes gauge id,name", "ipmi_current_state gauge id,name", "ipmi_power_watts gauge id,name",
        "ipmi_power_state gauge id,name", "ipmi_sensor_value gauge id,name,type", "ipmi_sensor_state gauge id,name,type", "ipmi_chassis_power_state gauge",
        "ipmi_chassis_drive_fault_state gauge", "ipmi_chassis_cooling_fault_state gauge", "ipmi_dcmi_power_consumption_current_watts gauge",
        "ipmi_sel_entries_count gauge", "ipmi_sel_free_space_bytes gauge",
    ];

    private const string IpmiInfo = "ipmi_bmc_info gauge firmware_revision,manufacturer_id,system_firmware_version,bmc_url";

    [TestMethod]
    public void Approved_Page_HasAllOfDcgmExporter()
    {
        string[] theirs = [.. Names(DcgmGauges, "gauge"), .. Names(DcgmCounters, "counter"), .. DcgmCounts];

        Assert.AreEqual("", string.Join('\n', theirs.Except(Approved("approved-metrics.txt"))));
    }

    [TestMethod]
    public void Approved_Pages_HaveAllOfIpmiExporter()
    {
        Assert.AreEqual("", string.Join('\n', Ipmi.Append(IpmiInfo).Except(Approved("approved-metrics.txt"))));
        Assert.AreEqual("", string.Join('\n', Ipmi.Except(Approved("approved-ipmi-target.txt"))));
    }

    private static IEnumerable<string> Names(string list, string type) =>
        list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(name => $"DCGM_FI_{name} {type} {GpuLabels}");

    private static string[] Approved(string file) => File.ReadAllLines(Path.Combine(ProductTree.Root, "tests", "Agent", "Exposition", file));
}
