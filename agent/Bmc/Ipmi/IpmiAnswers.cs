using SovereignFleet.Agent.Runtime.Programs;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Tells from exit code and texts what ipmitool's answer means. Pure.</summary>
internal static class IpmiAnswers
{
    private const int LongestReason = 300;

    public static BmcAnswer Judge(ProgramResult result)
    {
        if (result.Failure is not null)
        {
            return BmcAnswer.Failed(result.Failure);
        }

        // ipmitool's exit code is 1 for many half successes ("sdr elist" with one unreadable sensor).
        if (result.ExitCode == 0 || IsEmptyLog(result) || (result.Output.Length > 0 && !IsRefusal(result.Errors)))
        {
            return BmcAnswer.Ok(result.Output);
        }

        var reason = Telling(result.Errors) is { Length: > 0 } said ? said : Telling(result.Output);
        reason = reason.Length > 0 ? reason : $"ipmitool ended with {result.ExitCode} and said nothing";
        return IsNotSupported(reason) ? BmcAnswer.NotSupported(reason) : BmcAnswer.Failed(reason);
    }

    // DCMI request failed because: Invalid command (c1)
    public static bool IsNotSupported(string text) =>
        text.Contains("(c1)", StringComparison.Ordinal) || text.Contains("Invalid command", StringComparison.OrdinalIgnoreCase);

    // An empty SEL is told on the error stream: "SEL has no entries"
    private static bool IsEmptyLog(ProgramResult result) => result.Errors.Contains("SEL has no entries", StringComparison.Ordinal);

    // Error: Unable to establish IPMI v2 / RMCP+ session          Could not open device at /dev/ipmi0
    private static bool IsRefusal(string errors) =>
        errors.Contains("Unable to establish", StringComparison.Ordinal)
        || errors.Contains("Could not open device", StringComparison.Ordinal)
        || errors.Contains("failed", StringComparison.OrdinalIgnoreCase)
        || IsNotSupported(errors);

    private static string Telling(string text)
    {
        var line = text.Split('\n').Select(line => line.Trim())
            // The first line may only be a warning that says nothing of the end.
            .LastOrDefault(line => line.Length > 0 && !line.StartsWith("Unable to Get Channel Cipher Suites", StringComparison.Ordinal)) ?? "";
        return line.Length > LongestReason ? line[..LongestReason] : line;
    }
}
