using System.Globalization;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>One BMC's lines, in ipmi_exporter's names.</summary>
internal sealed class IpmiSeries
{
    private const string UpHelp = "1 where the BMC answered to this question, 0 where it did not.";
    private static readonly LabelSet Sensors = Collector("ipmi");
    private static readonly LabelSet Power = Collector("dcmi");
    private static readonly LabelSet Chassis = Collector("chassis");
    private static readonly LabelSet Log = Collector("sel");
    private static readonly LabelSet Bmc = Collector("bmc");

    private BmcReading? labelled;
    private List<(BmcSensor Sensor, LabelSet Labels, IpmiMetric Metric)> sensors = [];

    /// <param name="hasInfo">Null where this BMC is not asked what it is.</param>
    public void Write(PageWriter page, IpmiView bmc, bool? hasInfo)
    {
        var reading = bmc.IsUp ? bmc.Reading : null;
        page.Family("ipmi_up", MetricType.Gauge, UpHelp);
        page.Sample(Sensors, reading is not null ? 1 : 0);
        page.Sample(Power, reading is { HasPowerW: true } ? 1 : 0);
        page.Sample(Chassis, reading is { HasPowerOn: true } ? 1 : 0);
        page.Sample(Log, reading is { HasSelEntries: true } ? 1 : 0);
        if (hasInfo is { } known)
        {
            page.Sample(Bmc, known ? 1 : 0);
        }

        Write(page, "ipmi_scrape_duration_seconds", "How long the last reading of the BMC took.", bmc.Took?.TotalSeconds);
        if (bmc.Reading is not null)
        {
            WriteSensors(page, bmc.Reading);
            WriteHost(page, bmc.Reading);
        }
    }

    private static void WriteHost(PageWriter page, BmcReading reading)
    {
        Write(page, "ipmi_chassis_power_state", "1 where the Host is powered, 0 where it is off.", reading.HasPowerOn ? reading.PowerOn ? 1 : 0 : null);
        Write(page, "ipmi_chassis_drive_fault_state", "0 where a drive is at fault, 1 where none is.", FaultOf(reading, "Drive Fault"));
        Write(page, "ipmi_chassis_cooling_fault_state", "0 where cooling or a fan is at fault, 1 where none is.", FaultOf(reading, "Cooling/Fan Fault"));
        Write(page, "ipmi_dcmi_power_consumption_current_watts", "What the Host draws, watts.", reading.HasPowerW ? reading.PowerW : null);
        Write(page, "ipmi_sel_entries_count", "Entries of the system event log.", reading.HasSelEntries ? reading.SelEntries : null);
        Write(page, "ipmi_sel_free_space_bytes", "What is free of the system event log, bytes.", reading.HasSelFreeBytes ? reading.SelFreeBytes : null);
    }

    /// <summary>ipmi_exporter's own way round: 0 is the fault.</summary>
    private static double? FaultOf(BmcReading reading, string fault) => reading.Chassis.GetValueOrDefault(fault) switch
    {
        "true" => 0,
        "false" => 1,
        _ => null,
    };

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
            (labelled, sensors) = (reading, Label(reading));
        }

        foreach (var metric in IpmiMetric.All)
        {
            page.Family(metric.Value, MetricType.Gauge, metric.ValueHelp);
            foreach (var row in sensors)
            {
                if (row.Metric == metric)
                {
                    page.Sample(row.Labels, row.Sensor.HasValue ? row.Sensor.Value * metric.Scale : double.NaN);
                }
            }
        }

        foreach (var state in IpmiMetric.States)
        {
            page.Family(state.Name, MetricType.Gauge, state.Help);
            foreach (var row in sensors)
            {
                if (row.Metric.State == state)
                {
                    page.Sample(row.Labels, StateOf(row.Sensor));
                }
            }
        }
    }

    /// <summary>Two sensors that nothing tells apart would be one series told twice: the first stands.</summary>
    private static List<(BmcSensor Sensor, LabelSet Labels, IpmiMetric Metric)> Label(BmcReading reading)
    {
        var seen = new HashSet<(uint, string)>();
        return [.. from sensor in reading.Sensors
                   where seen.Add((sensor.Number, sensor.Name))
                   let metric = IpmiMetric.Of(sensor)
                   select (sensor, LabelsOf(sensor, metric), metric)];
    }

    /// <summary>The BMC's own verdict, of its own thresholds. What a discrete sensor's states mean it does not say.</summary>
    private static double StateOf(BmcSensor sensor) => sensor.Status switch
    {
        "ok" when sensor.HasValue => 0,
        "nc" or "unc" or "lnc" => 1,
        "cr" or "ucr" or "lcr" or "nr" or "unr" or "lnr" => 2,
        _ => double.NaN,
    };

    private static LabelSet LabelsOf(BmcSensor sensor, IpmiMetric metric)
    {
        var number = sensor.Number.ToString(CultureInfo.InvariantCulture);
        return metric.HasType
            ? LabelSet.Of(("id", number), ("name", sensor.Name), ("type", sensor.Unit.Length > 0 ? sensor.Unit : "discrete"))
            : LabelSet.Of(("id", number), ("name", sensor.Name));
    }

    private static LabelSet Collector(string name) => LabelSet.Of(("collector", name));
}
