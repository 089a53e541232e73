using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Agent.Bmc.Sensors;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Gateway;

/// <summary>Reads all that a BMC says of its Host, in one session: each process and each session costs the BMC more than a question.</summary>
internal sealed class BmcReader(IpmiTool tool, IdentifyLight light, TimeProvider time)
{
    private const int Sensors = 0;
    private const int Chassis = 1;
    private const int RestartCause = 2;
    private const int Sel = 3;
    private const int Watts = 4;

    /// <summary>"sensor" asks each sensor for each limit and is slow on real BMCs; limits and records hardly ever change.</summary>
    private static readonly TimeSpan SlowPeriod = TimeSpan.FromHours(1);

    private ThresholdTable limits = ThresholdTable.Empty;
    private DateTimeOffset slowDue = DateTimeOffset.MinValue;
    private bool noDcmi;

    public SelChanges LogChanges { get; } = new(time);

    /// <summary>The longest that a reading may take: the hourly questions come with it.</summary>
    public TimeSpan TimeOut => (tool.Options.TimeOut * 2) + (tool.Options.LongTimeOut * 2);

    /// <summary>Throws an IOException that says why, where the BMC cannot be read.</summary>
    public async Task<BmcReading> ReadAsync(CancellationToken cancellationToken)
    {
        string[] questions = ["sdr elist", "chassis status", "chassis restart_cause", "sel info", DcmiPower.Command];
        var answer = await tool.PollAsync(noDcmi ? questions[..Watts] : questions, tool.Options.TimeOut * 2, cancellationToken);
        var sensors = SdrTableParser.Parse(answer[Sensors]);
        if (sensors.Count == 0)
        {
            if (answer.Failure is { } failure)
            {
                throw new IOException(failure);
            }

            tool.ForgetRecords(); // new firmware may have made them another BMC's
            slowDue = DateTimeOffset.MinValue;
            throw new IOException("ipmitool listed no sensor");
        }

        noDcmi |= DcmiPower.IsUnknown(answer.Errors);
        await ReadSlowAsync(cancellationToken);
        limits.PutOn(sensors);
        var reading = new BmcReading();
        reading.Sensors.AddRange(sensors);
        PutChassis(reading, answer);
        PutSel(reading, SelInfo.Parse(answer[Sel]));
        PutWatts(reading, DcmiPower.FromRaw(answer[Watts]));
        if (light.IsOn is { } lit)
        {
            reading.IdentifyOn = lit;
        }

        return reading;
    }

    private async Task ReadSlowAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < slowDue)
        {
            return;
        }

        await tool.KeepRecordsAsync(cancellationToken);
        var answer = await tool.ReadLongAsync(["sensor"], cancellationToken);
        slowDue = time.GetUtcNow() + SlowPeriod;
        limits = answer.IsOk ? new ThresholdTable(ThresholdParser.Parse(answer.Text)) : limits;
        noDcmi = false; // new firmware may know it
    }

    // System Power         : on
    // Power Restore Policy : always-off
    // Last Power Event     : command
    // System restart cause: chassis power control command
    private static void PutChassis(BmcReading reading, IpmiParts answer)
    {
        foreach (var (key, value) in KeyValueParser.Parse(answer[Chassis]).Concat(KeyValueParser.Parse(answer[RestartCause])))
        {
            reading.Chassis[key] = value;
        }

        if (reading.Chassis.TryGetValue("System Power", out var power) && power is "on" or "off")
        {
            reading.PowerOn = power == "on";
        }
    }

    private void PutSel(BmcReading reading, SelInfo? info)
    {
        if (info?.Entries is { } entries)
        {
            reading.SelEntries = entries;
        }

        if (info?.FreeBytes is { } free)
        {
            reading.SelFreeBytes = free;
        }

        LogChanges.Report(info);
    }

    private static void PutWatts(BmcReading reading, DcmiPower? power)
    {
        if (power is not { IsKnown: true })
        {
            return;
        }

        reading.PowerW = power.Now;
        reading.PowerMinimumW = power.Minimum;
        reading.PowerMaximumW = power.Maximum;
        reading.PowerAverageW = power.Average;
    }
}
