using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition;

/// <summary>The BMC, in ipmi_exporter's names.</summary>
internal sealed class IpmiPart(Observed observed) : IMetricsPart
{
    private static readonly LabelSet Sensors = Collector("ipmi");
    private static readonly LabelSet Power = Collector("dcmi");
    private static readonly LabelSet Chassis = Collector("chassis");
    private static readonly LabelSet Log = Collector("sel");
    private static readonly LabelSet Bmc = Collector("bmc");

    private BmcReading? labelled;
    private List<(BmcSensor Sensor, LabelSet Labels)> sensors = [];

    public void Write(PageWriter page)
    {
        var status = observed.Frame?.Sensors.FirstOrDefault(sensor => sensor.Name == "bmc");
        if (status is null or { Outcome: SensorStatus.Types.Outcome.NotSupported })
        {
            return;
        }

        var reading = observed.Bmc;
        WriteUp(page, reading, status.Outcome is SensorStatus.Types.Outcome.Ok && reading is not null);
        WriteInfo(page);
        if (reading is not null)
        {
            WriteSensors(page, reading);
            WriteHost(page, reading);
        }
    }

    private void WriteUp(PageWriter page, BmcReading? reading, bool isUp)
    {
        page.Family("ipmi_up", MetricType.Gauge, "1 where the BMC answered to this question, 0 where it did not.");
        page.Sample(Sensors, isUp ? 1 : 0);
        page.Sample(Power, isUp && reading!.HasPowerW ? 1 : 0);
        page.Sample(Chassis, isUp && reading!.HasPowerOn ? 1 : 0);
        page.Sample(Log, isUp && reading!.HasSelEntries ? 1 : 0);
        page.Sample(Bmc, observed.Inventory?.Bmc is { FirmwareVersion.Length: > 0 } ? 1 : 0);
    }

    private void WriteInfo(PageWriter page)
    {
        if (observed.Inventory?.Bmc is { FirmwareVersion.Length: > 0 } bmc)
        {
            var bios = observed.Inventory.Host?.BiosVersion is { Length: > 0 } version ? version : "N/A";
            page.Family("ipmi_bmc_info", MetricType.Gauge, "What the BMC is.");
            page.Sample(LabelSet.Of(("firmware_revision", bmc.FirmwareVersion), ("manufacturer_id", bmc.Manufacturer), ("system_firmware_version", bios)), 1);
        }
    }

    private static void WriteHost(PageWriter page, BmcReading reading)
    {
        Write(page, "ipmi_chassis_power_state", "1 where the Host is powered, 0 where it is off.", reading.HasPowerOn ? reading.PowerOn ? 1 : 0 : null);
        Write(page, "ipmi_dcmi_power_consumption_current_watts", "What the Host draws, watts.", reading.HasPowerW ? reading.PowerW : null);
        Write(page, "ipmi_sel_entries_count", "Entries of the system event log.", reading.HasSelEntries ? reading.SelEntries : null);
        Write(page, "ipmi_sel_free_space_bytes", "What is free of the system event log, bytes.", reading.HasSelFreeBytes ? reading.SelFreeBytes : null);
    }

    private static void Write(PageWriter page, string name, string help, double? value)
    {
        if (value is { } known)
        {
            page.Family(name, MetricType.Gauge, help);
            page.Sample(null, known);
        }
    }

    private void WriteSensors(PageWriter page, BmcReading reading)
    {
        if (!ReferenceEquals(reading, labelled))
        {
            (labelled, sensors) = (reading, [.. reading.Sensors.Select(sensor => (sensor, LabelsOf(sensor)))]);
        }

        foreach (var metric in IpmiMetric.All)
        {
            WriteSensors(page, metric, sensor => sensor.Unit == metric.Unit);
        }

        WriteSensors(page, IpmiMetric.Other, sensor => IsOther(sensor));
    }

    private void WriteSensors(PageWriter page, IpmiMetric metric, Func<BmcSensor, bool> isOf)
    {
        page.Family(metric.Value, MetricType.Gauge, metric.ValueHelp);
        sensors.ForEach(row => Write(row, row.Sensor.HasValue ? row.Sensor.Value : double.NaN));
        page.Family(metric.State, MetricType.Gauge, metric.StateHelp);
        sensors.ForEach(row => Write(row, StateOf(row.Sensor)));

        void Write((BmcSensor Sensor, LabelSet Labels) row, double value)
        {
            if (isOf(row.Sensor))
            {
                page.Sample(row.Labels, value);
            }
        }
    }

    /// <summary>The BMC's own verdict, of its own thresholds. What a discrete sensor's states mean it does not say.</summary>
    private static double StateOf(BmcSensor sensor) => sensor.Status switch
    {
        "ok" when sensor.HasValue => 0,
        "nc" or "unc" or "lnc" => 1,
        "cr" or "ucr" or "lcr" or "nr" or "unr" or "lnr" => 2,
        _ => double.NaN,
    };

    private static bool IsOther(BmcSensor sensor) => IpmiMetric.All.All(metric => metric.Unit != sensor.Unit);

    private static LabelSet LabelsOf(BmcSensor sensor)
    {
        var number = sensor.Number.ToString(CultureInfo.InvariantCulture);
        return IsOther(sensor)
            ? LabelSet.Of(("id", number), ("name", sensor.Name), ("type", sensor.Unit.Length > 0 ? sensor.Unit : "discrete"))
            : LabelSet.Of(("id", number), ("name", sensor.Name));
    }

    private static LabelSet Collector(string name) => LabelSet.Of(("collector", name));
}
