using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Memory;

/// <summary>Machine checks of the processor. What of them is an error of memory, EDAC tells on its own: these are not counted as one.</summary>
internal sealed partial class MachineChecks : ILogSubject
{
    private const ulong Uncorrected = 1UL << 61;
    private Event? begun;

    public string Name => "machine-checks";

    public bool IsHolding => begun is not null;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (!line.Text.Contains("[Hardware Error]:", StringComparison.Ordinal) || !IsHead(line.Text, out var rest))
        {
            return LineClass.Ignored;
        }

        var bank = Bank().Match(rest);
        bank = bank.Success ? bank : AmdBank().Match(rest);
        var starts = begun is null || (bank.Success && begun.Detail.ContainsKey("status"));
        if (starts)
        {
            Flush(told);
            begun = line.Tell(EventKinds.MachineCheck);
            begun.Detail["reported_by"] = "processor";
        }

        Fill(begun!, rest, bank);
        return starts ? LineClass.Understood : LineClass.Continuation;
    }

    public int Flush(List<Event> told)
    {
        if (begun is not null)
        {
            told.Add(begun);
            begun = null;
        }

        return 0;
    }

    private static bool IsHead(string text, out string rest)
    {
        var match = Head().Match(text);
        rest = match.Groups["rest"].Value.Trim();
        return match.Success;
    }

    // mce: [Hardware Error]: CPU 12: Machine Check: 0 Bank 7: 8c00004000010090
    // mce: [Hardware Error]: TSC 0 ADDR 12aa905a80 MISC 90001ffe 
    // mce: [Hardware Error]: PROCESSOR 0:50654 TIME 1600000000 SOCKET 1 APIC 20 microcode 2006906
    // [Hardware Error]: CPU:2 (17:31:0) MC17_STATUS[Over|CE|MiscV|AddrV|-|-|SyndV|CECC|-|-|-]: 0xdc2040000000011b
    // [Hardware Error]: Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.
    private static void Fill(Event happened, string rest, Match bank)
    {
        if (bank.Success)
        {
            happened.Detail["cpu"] = bank.Groups["cpu"].Value;
            happened.Detail["bank"] = bank.Groups["bank"].Value;
            happened.Detail["status"] = bank.Groups["status"].Value;
            var status = ulong.Parse(bank.Groups["status"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            happened.Detail["severity"] = (status & Uncorrected) != 0 ? "uncorrected" : "corrected";
            return;
        }

        var known = false;
        foreach (Match word in Word().Matches(rest))
        {
            known |= happened.Detail.TryAdd(word.Groups["key"].Value.ToLowerInvariant(), word.Groups["value"].Value);
        }

        if (!known)
        {
            happened.Detail.TryAdd("message", rest);
        }
    }

    [GeneratedRegex(@"^(?:mce: )?\[Hardware Error\]: (?<rest>.{1,400})")]
    private static partial Regex Head();

    [GeneratedRegex(@"^CPU (?<cpu>\d{1,5}): Machine Check(?: Exception)?: [0-9a-f]{1,16} Bank (?<bank>\d{1,3}): (?<status>[0-9a-f]{16})", RegexOptions.IgnoreCase)]
    private static partial Regex Bank();

    [GeneratedRegex(@"^CPU:(?<cpu>\d{1,5}) \([0-9a-f:]{1,16}\) MC(?<bank>\d{1,3})_STATUS\[[^\]]{0,120}\]: 0x(?<status>[0-9a-f]{16})")]
    private static partial Regex AmdBank();

    [GeneratedRegex(@"\b(?<key>ADDR|MISC|SOCKET|RIP|SYND|IPID) (?<value>[\w:<>{}.]{1,60})")]
    private static partial Regex Word();
}
