using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Section Bmc: how this Host's BMC is reached.</summary>
internal sealed class BmcOptions
{
    /// <summary>Where in the settings it stands: "Bmc", or "Gateway:0" for another Host's.</summary>
    public string Section { get; init; } = "Bmc";

    /// <summary>Bmc:Mode: none, open (in band, /dev/ipmi0) or lanplus.</summary>
    public BmcMode Mode { get; init; } = BmcMode.None;

    public string Host { get; init; } = "";

    public int Port { get; init; } = 623;

    public string User { get; init; } = "";

    /// <summary>Bmc:PasswordFile, mode 0600, not empty: ipmitool takes an empty file for an empty password. Where it is absent
    /// the environment's IPMI_PASSWORD is used. A password never stands in argv.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>Bmc:CipherSuite; 17 (HMAC-SHA256, AES) on any BMC of today.</summary>
    public int CipherSuite { get; init; } = 17;

    /// <summary>Bmc:IpmiTool: the program's path.</summary>
    public string IpmiTool { get; init; } = "ipmitool";

    /// <summary>Bmc:Period: how often the sensors are read; BMCs are slow.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Each call of ipmitool is ended after this.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>For what takes a BMC long: all of its log, all of its sensor records, each threshold by itself.</summary>
    public TimeSpan LongTimeOut { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Holds the SDR cache and the SEL cursor.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public static BmcOptions Read(IConfiguration settings, string dataFolder)
    {
        var faults = new List<string>();
        var section = settings.GetSection("Bmc");
        var mode = ModeOf(section["Mode"], faults);
        if (mode == BmcMode.LanPlus && string.IsNullOrEmpty(section["Host"]))
        {
            faults.Add("Bmc:Host is missing: Bmc:Mode lanplus needs the BMC's address");
        }

        return new BmcOptions
        {
            Mode = mode,
            Host = section["Host"] ?? "",
            Port = Number(section["Port"], "Bmc:Port", 623, 1, 65535, faults),
            User = section["User"] ?? "",
            PasswordFile = section["PasswordFile"] ?? "",
            CipherSuite = Number(section["CipherSuite"], "Bmc:CipherSuite", 17, 1, 17, faults),
            IpmiTool = section["IpmiTool"] is { Length: > 0 } tool ? tool : "ipmitool",
            Period = Duration(section["Period"], faults),
            DataFolder = dataFolder,
            Faults = faults,
        };
    }

    private static BmcMode ModeOf(string? text, List<string> faults)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "" or "none":
                return BmcMode.None;
            case "open":
                return BmcMode.Open;
            case "lanplus":
                return BmcMode.LanPlus;
            default:
                faults.Add($"Bmc:Mode is {text}: it must be none, open or lanplus");
                return BmcMode.None;
        }
    }

    internal static int Number(string? text, string key, int standard, int least, int most, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"{key} is {text}: it must be a whole number from {least} to {most}");
        return standard;
    }

    private static TimeSpan Duration(string? text, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return TimeSpan.FromSeconds(10);
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period) && period >= TimeSpan.FromSeconds(1))
        {
            return period;
        }

        faults.Add($"Bmc:Period is {text}: it must be a time of at least one second, such as 00:00:10");
        return TimeSpan.FromSeconds(10);
    }
}

internal enum BmcMode
{
    None,
    Open,
    LanPlus,
}
