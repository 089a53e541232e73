using System.Buffers.Binary;
using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>DCMI "Get Power Reading": watts now, and the least, most and mean of the BMC's sampling period. Pure.</summary>
internal sealed record DcmiPower(double Now, double Minimum, double Maximum, double Average, bool IsActive)
{
    /// <summary>OpenBMC says "deactivated" beside real watts; a BMC that does not measure says nought.</summary>
    public bool IsKnown => IsActive || Now > 0;

    /// <summary>Asked raw: within a script, ipmitool takes an older line's word for the argument of its own "dcmi power reading".</summary>
    public const string Command = "raw 0x2c 0x02 0xdc 0x01 0x00 0x00";

    /// <summary>What it says where a BMC has no DCMI (rsp=0xc1: no such command).</summary>
    public static bool IsUnknown(string errors) => errors.Contains("netfn=0x2c", StringComparison.Ordinal) && errors.Contains("rsp=0xc1", StringComparison.Ordinal);

    //  dc 58 02 50 00 20 03 50 02 6a 1c 1f 66 e8 03 00
    //  00 40
    // group, now, least, most, mean (2 bytes each), time stamp (4), period in ms (4), bit 6: measuring
    public static DcmiPower? FromRaw(string output)
    {
        var cells = output.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length != 18 || cells[0] != "dc")
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[18];
        for (var place = 0; place < bytes.Length; place++)
        {
            if (!byte.TryParse(cells[place], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[place]))
            {
                return null;
            }
        }

        return new DcmiPower(Watts(bytes, 1), Watts(bytes, 3), Watts(bytes, 5), Watts(bytes, 7), (bytes[17] & 0x40) != 0);
    }

    //     Instantaneous power reading:                   600 Watts
    //     Minimum during sampling period:                 80 Watts
    //     Maximum during sampling period:                800 Watts
    //     Average power reading over sample period:      592 Watts
    //     IPMI timestamp:                           02/14/26 16:57:12 UTC    Sampling period:                          00000300 Seconds.
    //     Power reading state is:                   activated
    public static DcmiPower? FromText(string output)
    {
        var told = Fields(output, []);
        return Watts(told, "Instantaneous power reading") is { } now
            && Watts(told, "Minimum during sampling period") is { } minimum
            && Watts(told, "Maximum during sampling period") is { } maximum
            && Watts(told, "Average power reading over sample period") is { } average
                ? new DcmiPower(now, minimum, maximum, average, told.GetValueOrDefault("Power reading state is") == "activated")
                : null;
    }

    /// <summary>All that it says. ipmitool 1.8.19 forgets the line's end behind the time stamp.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string output, ICollection<string> notUnderstood) =>
        KeyValueParser.Parse(output.Replace("    Sampling period:", "\n    Sampling period:", StringComparison.Ordinal), notUnderstood);

    private static double Watts(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);

    private static double? Watts(IReadOnlyDictionary<string, string> told, string key) =>
        told.TryGetValue(key, out var text) ? SensorText.Number(text.Split(' ')[0]) : null;
}
