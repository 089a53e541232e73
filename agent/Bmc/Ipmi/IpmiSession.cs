using System.Globalization;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>How ipmitool is told to reach a BMC. The password never stands among the arguments.</summary>
internal static class IpmiSession
{
    /// <summary>Null where the settings allow to ask; else why not, for a person.</summary>
    public static string? WhyRefused(BmcOptions options)
    {
        if (options.Faults.Count > 0)
        {
            return string.Join("; ", options.Faults);
        }

        return options.Mode switch
        {
            BmcMode.None => "no BMC is configured (Bmc:Mode)",
            BmcMode.Open => null,
            BmcMode.LanPlus => WhyNoPassword(options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "Unknown mode."),
        };
    }

    public static IEnumerable<string> Arguments(BmcOptions options)
    {
        if (options.Mode == BmcMode.Open)
        {
            return ["-I", "open", "-Z"];
        }

        string[] session =
        [
            "-I", "lanplus", "-H", options.Host, "-p", options.Port.ToString(CultureInfo.InvariantCulture), "-U", options.User,
            "-C", options.CipherSuite.ToString(CultureInfo.InvariantCulture), "-N", "1", "-R", "1", "-Z",
        ];
        return options.PasswordFile.Length > 0 ? [.. session, "-f", options.PasswordFile] : [.. session, "-E"];
    }

    private static string? WhyNoPassword(BmcOptions options)
    {
        if (options.PasswordFile.Length > 0)
        {
            return PasswordFile.WhyRefused(options.Section + ":PasswordFile", options.PasswordFile);
        }

        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IPMI_PASSWORD"))
            ? $"no BMC password: {options.Section}:PasswordFile is not set and the environment has no IPMI_PASSWORD"
            : null;
    }
}
