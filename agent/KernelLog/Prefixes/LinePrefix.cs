using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>What stands before the text of a line: priority, level, times, host, tag, caller, in the order in which the programs write them.
/// Each is taken at most a few times, from left to right, so that no line costs more than its prefix is long. Pure.</summary>
/// <param name="Length">Of all that is no text.</param>
/// <param name="IsSyslogs">A syslog daemon or the journal wrote the line: it may have escaped control characters.</param>
internal sealed partial record LinePrefix(int Length, DateTimeOffset? At = null, TimeSpan? SinceBoot = null, bool IsSyslogs = false, bool IsKernels = true)
{
    /// <summary>"dmesg --time-format" may be given twice, and a syslog's line has the kernel's own time too.</summary>
    private const int MostStamps = 3;

    public static LinePrefix Read(string line, TimeZoneInfo zone)
    {
        var found = EndOf(Finder().Match(line), 0);
        var begin = new LinePrefix(EndOf(Priority().Match(line, found), found));
        if (Protocol().Match(line, begin.Length) is { Success: true } protocol)
        {
            var stamp = Stamp.Read(protocol.Groups["stamp"].Value + " ", 0, zone);
            var kernels = protocol.Groups["tag"].ValueSpan is "kernel" or "klogd" or "vmunix";
            return Stamps(line, new LinePrefix(EndOf(protocol, 0), stamp?.At, IsSyslogs: true, IsKernels: kernels), zone);
        }

        begin = begin with { Length = EndOf(Level().Match(line, begin.Length), begin.Length) };
        var stamped = Stamps(line, begin, zone);
        if (Origin().Match(line, stamped.Length) is { Success: true } origin)
        {
            return Stamps(line, stamped with { Length = EndOf(origin, 0), IsSyslogs = true }, zone);
        }

        return stamped is { IsSyslogs: true, SinceBoot: null } ? Tagless(line, stamped, zone) : stamped;
    }

    /// <summary>A syslog's line without the kernel's tag: another program's, or one of the kernel's whose tag was lost on its way.</summary>
    private static LinePrefix Tagless(string line, LinePrefix stamped, TimeZoneInfo zone) =>
        HostOnly().Match(line, stamped.Length) is { Success: true } host
            ? Stamps(line, stamped with { Length = EndOf(host, 0) }, zone)
            : stamped with { IsKernels = !OtherProgram().IsMatch(line, stamped.Length) };

    private static LinePrefix Stamps(string line, LinePrefix prefix, TimeZoneInfo zone)
    {
        for (var taken = 0; taken < MostStamps && Stamp.Read(line, prefix.Length, zone) is { } stamp; taken++)
        {
            prefix = prefix with
            {
                Length = prefix.Length + stamp.Length,
                At = prefix.At ?? stamp.At,
                SinceBoot = prefix.SinceBoot ?? stamp.SinceBoot,
                IsSyslogs = prefix.IsSyslogs || stamp.IsSyslogs,
            };
        }

        return prefix with { Length = EndOf(Caller().Match(line, prefix.Length), prefix.Length) };
    }

    private static int EndOf(Match match, int otherwise) => match.Success ? match.Index + match.Length : otherwise;

    // kern.log:17:Jul 29 03:26:01 gpu1 kernel: ...      gpu1: [  123.456789] ...          what grep and pdsh put before what they found
    [GeneratedRegex(@"^(?:[\w./-]{1,200}: ?(?:\d{1,9}:)?|\d{1,9}:)(?=\[ {0,10}\+?\d{1,10}\.\d{1,9}[\] ]|<\d{1,3}>|(?:[A-Z][a-z]{2} [ \d]\d|\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d) \d\d:\d\d:\d\d|\[?\d{4}-\d\d-\d\d[T ]\d\d:)")]
    private static partial Regex Finder();

    // <4>[  123.456789] NVRM: ...      83 <4>1 2026-07-29T03:26:01.549Z ... (its length first, as it is sent)
    // <4>1 2026-07-29T03:26:01.549Z gpu1 kernel - - - NVRM: ...
    [GeneratedRegex(@"\G(?:\d{1,6} )?<\d{1,3}>")]
    private static partial Regex Priority();

    // kern  :warn  : [  123.456789] NVRM: ...          dmesg -x
    [GeneratedRegex(@"\G(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|res\d|local\d) {0,8}:(?:emerg|alert|crit|err|warn|notice|info|debug) {0,8}: ")]
    private static partial Regex Level();

    // 1 2026-07-29T03:26:01.549000+00:00 gpu1 kernel - - [meta sequenceId="7"] [  123.456789] NVRM: ...          RFC 5424
    // rsyslog's own format of the protocol leaves the blank that a message begins with.
    [GeneratedRegex(@"\G1 (?<stamp>-|\d{4}-\S{1,40}) \S{1,255} (?<tag>\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[(?:[^\]\\]|\\.){1,900}\]){1,8})(?:\z| \uFEFF?(?: (?=\S))?)")]
    private static partial Regex Protocol();

    // gpu1 kernel: NVRM: ...      kernel: ...      kernel[0]: ...      gpu1 kern.warning kernel: ...
    [GeneratedRegex(@"\G ?(?:[^\s\[\]]{1,255} )?(?:(?:kern|user)\.[a-z]{3,9} )?(?:kernel|klogd|vmunix)(?:\[\d{1,10}\])?: ?")]
    private static partial Regex Origin();

    // gpu1 NVRM: Xid (PCI:0000:9b:00): 79, ...      gpu1 [  123.456789] NVRM: ...
    [GeneratedRegex(@"\G(?:[\w.:-]{0,254}[\w.-] )?(?=NVRM: |nvidia(?:-(?:nvswitch\d{1,3}|uvm|modeset|nvlink|peermem))?[: ]|EDAC |mce: |\{\d{1,10}\}\[Hardware Error\]|\[Hardware Error\]|pcieport |mlx5_core |nvme nvme\d|watchdog: |INFO: |BUG: |rcu: |traps: |\[ {0,10}\d{1,10}\.\d{1,9}\])")]
    private static partial Regex HostOnly();

    // gpu1 sshd[4711]: ...      gpu1 dockerd: ...      sshd[4711]: ...
    [GeneratedRegex(@"\G(?:[\w.:-]{0,254}[\w.-] [\w./@-]{1,64}(?:\[\d{1,10}\])?|[\w./@-]{1,64}\[\d{1,10}\]): (?!segfault at )")]
    private static partial Regex OtherProgram();

    // [    1.234567][    T0] text          [    1.234567] [  T42] text          of a kernel with CONFIG_PRINTK_CALLER
    [GeneratedRegex(@"\G(?<=\] ?)\[ {0,10}[TC]\d{1,10}\] ?")]
    private static partial Regex Caller();
}
