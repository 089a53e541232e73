using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc;

/// <summary>Temperatures, fans, power supplies and power, as the BMC tells them.</summary>
internal sealed class BmcSensors(IpmiTool tool, IdentifyLight light, TimeProvider time) : ISensor
{
    private static readonly TimeSpan ThresholdPeriod = TimeSpan.FromHours(1);
    private IReadOnlyDictionary<string, Thresholds> thresholds = new Dictionary<string, Thresholds>();
    private DateTimeOffset thresholdsDue = DateTimeOffset.MinValue;
    private bool noDcmi;

    public string Name => "bmc";

    public TimeSpan Period => tool.Options.Period;

    public TimeSpan TimeOut => tool.Options.TimeOut * 3;

    public string? UnsupportedReason() => tool.Options.Mode == BmcMode.None && tool.Options.Faults.Count == 0 ? tool.Refusal() : null;

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        var listed = await tool.AskAsync(["sdr", "elist"], cancellationToken);
        var sensors = listed.IsOk ? SdrTableParser.Parse(listed.Text) : [];
        if (sensors.Count == 0)
        {
            tool.ForgetRecords(); // new firmware may have made them another BMC's
            throw new IOException(listed.IsOk ? "ipmitool listed no sensor" : listed.Text);
        }

        await ReadThresholdsAsync(cancellationToken);
        var reading = new BmcReading();
        reading.Sensors.AddRange(sensors.Select(WithThresholds));
        var power = await tool.AskAsync(["chassis", "power", "status"], cancellationToken);
        if (power.IsOk && KeyValueParser.PowerIsOn(power.Text) is { } on)
        {
            reading.PowerOn = on;
        }

        if (light.IsOn is { } lit)
        {
            reading.IdentifyOn = lit;
        }

        await ReadWattsAsync(reading, cancellationToken);
        frame.SetBmc(reading);
    }

    private async Task ReadThresholdsAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < thresholdsDue)
        {
            return;
        }

        await tool.KeepRecordsAsync(cancellationToken);
        // "sensor" asks each sensor on its own and is slow on real BMCs; thresholds hardly ever change.
        var answer = await tool.AskAsync(["sensor"], cancellationToken);
        thresholdsDue = time.GetUtcNow() + ThresholdPeriod;
        thresholds = answer.IsOk ? ThresholdParser.Parse(answer.Text) : thresholds;
    }

    private async Task ReadWattsAsync(BmcReading reading, CancellationToken cancellationToken)
    {
        if (noDcmi)
        {
            return;
        }

        var answer = await tool.AskAsync(["dcmi", "power", "reading"], cancellationToken);
        noDcmi = answer.Outcome == BmcOutcome.NotSupported;
        if (answer.IsOk && KeyValueParser.DcmiWatts(answer.Text) is { } watts)
        {
            reading.PowerW = watts;
        }
    }

    private BmcSensor WithThresholds(BmcSensor sensor)
    {
        var limits = thresholds.GetValueOrDefault(sensor.Name);
        if (limits.UpperCritical is { } upper)
        {
            sensor.UpperCritical = upper;
        }

        if (limits.LowerCritical is { } lower)
        {
            sensor.LowerCritical = lower;
        }

        return sensor;
    }
}
