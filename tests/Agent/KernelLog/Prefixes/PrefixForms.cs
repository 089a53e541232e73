namespace SovereignFleet.Tests.Agent.KernelLog.Prefixes;

/// <summary>The forms in which a line of the kernel's log is kept, with "{0}" where its text is; and what time each tells of 03:26:01.549 UTC.</summary>
internal static class PrefixForms
{
    public const string Second = "second";
    public const string Millisecond = "millisecond";
    public const string Nothing = "nothing";

    public static readonly (string Form, string Tells)[] All =
    [
        // dmesg: --notime, plain, with the caller, -T, -d, --time-format=delta, -e and -H, --time-format=iso; -x before each; two of them at once.
        ("{0}", Nothing),
        ("[ 4711.100000] {0}", Nothing),
        ("[ 4711.100000][ T4242] {0}", Nothing),
        ("[ 4711.100000] [   C12] {0}", Nothing),
        ("[Wed Jul 29 03:26:01 2026] {0}", Second),
        ("[Wed Jul 29 03:26:01 2026 <    0.000004>] {0}", Second),
        ("[ 4711.100000 <    0.000004>] {0}", Nothing),
        ("[<    0.000004>] {0}", Nothing),
        ("[Jul29 03:26] {0}", Nothing),
        ("[Jul 9 03:26] {0}", Nothing),
        ("[  +0.000004] {0}", Nothing),
        ("[+1234.000004] {0}", Nothing),
        ("[Mi 29. Jul 03:26:01 2026] {0}", Nothing),
        ("2026-07-29T03:26:01,549000+00:00 {0}", Millisecond),
        ("2026-07-29T13:26:01,549000+10:00 {0}", Millisecond),
        ("kern  :err   : {0}", Nothing),
        ("kern  :err   : [ 4711.100000] {0}", Nothing),
        ("kern  :warn  : [Jul29 03:26] {0}", Nothing),
        ("kern  :warn  : [Wed Jul 29 03:26:01 2026] {0}", Second),
        ("kern  :emerg : 2026-07-29T03:26:01,549000+00:00 {0}", Millisecond),
        ("[Wed Jul 29 03:26:01 2026] [ 4711.100000] {0}", Second),
        ("\u001b[32m[ 4711.100000] \u001b[0m\u001b[31m{0}\u001b[0m", Nothing),
        // dmesg -r, /proc/kmsg, /dev/kmsg and netconsole, Windows' line ends.
        ("<4>[ 4711.100000] {0}", Nothing),
        ("<4>{0}", Nothing),
        ("4,5012,4711100000,-;{0}", Nothing),
        ("4,5012,4711100000,-,caller=T42;{0}", Nothing),
        ("[ 4711.100000] {0}\r", Nothing),
        // journalctl -o short, short-precise, short-monotonic, short-delta, short-full and with-unit, short-iso, short-iso-precise, short-unix,
        // each with and without --no-hostname; what is left of a tag; -o json.
        ("Jul 29 03:26:01 gpu1 kernel: {0}", Nothing),
        ("Jul 29 03:26:01 kernel: {0}", Nothing),
        ("Jul 29 03:26:01.549000 gpu1 kernel: {0}", Nothing),
        ("[ 4711.100000] gpu1 kernel: {0}", Nothing),
        ("[ 4711.100000] kernel: {0}", Nothing),
        ("[ 4711.100000 <    0.000004 >] gpu1 kernel: {0}", Nothing),
        ("[ 4711.100000 <    0.000004*>] gpu1 kernel: {0}", Nothing),
        ("[ 4711.100000                ] gpu1 kernel: {0}", Nothing),
        ("Wed 2026-07-29 03:26:01 UTC gpu1 kernel: {0}", Second),
        ("Wed 2026-07-29 03:26:01 UTC kernel: {0}", Second),
        ("Mi 2026-07-29 05:26:01 CEST gpu1 kernel: {0}", Second),
        ("Tue 2026-07-28 23:26:01 EDT gpu1 kernel: {0}", Second),
        ("Wed 2026-07-29 06:26:01 +03 gpu1 kernel: {0}", Second),
        ("Wed 2026-07-29 03:26:01.549000 UTC gpu1 kernel: {0}", Millisecond),
        ("2026-07-29T13:26:01+1000 gpu1 kernel: {0}", Second),
        ("2026-07-29T13:26:01+10:00 gpu1 kernel: {0}", Second),
        ("2026-07-29T03:26:01.549000+0000 gpu1 kernel: {0}", Millisecond),
        ("2026-07-29T03:26:01.549000+00:00 kernel: {0}", Millisecond),
        ("1785295561.549000 gpu1 kernel: {0}", Millisecond),
        ("1785295561.549000 kernel: {0}", Millisecond),
        ("kernel: {0}", Nothing),
        ("gpu1 kernel: {0}", Nothing),
        ("{{\"__REALTIME_TIMESTAMP\":\"1785295561549000\",\"_TRANSPORT\":\"kernel\",\"_BOOT_ID\":null,\"MESSAGE\":{1}}}", Millisecond),
        // rsyslog: traditional with and without the kernel's own time, forwarded, of files (RFC 3339), of the protocol (RFC 5424).
        ("Jul 29 03:26:01 gpu1 kernel: [ 4711.100000] {0}", Nothing),
        ("Jul  9 03:26:01 gpu-01.example.com kernel: [ 4711.100000] {0}", Nothing),
        ("<4>Jul 29 03:26:01 10.0.0.5 kernel: [ 4711.100000] {0}", Nothing),
        ("2026-07-29T03:26:01.549000+00:00 gpu1 kernel: [ 4711.100000] {0}", Millisecond),
        ("2026-07-29T03:26:01.549Z gpu1 kernel: {0}", Millisecond),
        ("<4>1 2026-07-29T03:26:01.549000+00:00 gpu1 kernel - - - {0}", Millisecond),
        ("<4>1 2026-07-29T03:26:01.549Z gpu1 kernel - - -  {0}", Millisecond),
        ("1 2026-07-29T03:26:01.549Z gpu1 kernel - - [meta sequenceId=\"7\" x=\"a\\]b\"][origin ip=\"::1\"] \uFEFF[ 4711.100000] {0}", Millisecond),
        ("<4>1 - gpu1 kernel - - - {0}", Nothing),
        // syslog-ng with and without its tag and with a year, busybox, OpenWrt, a wall message, a tag or a host that was lost.
        ("2026 Jul 29 03:26:01 gpu1 kernel: [ 4711.100000] {0}", Second),
        ("Jul 29 2026 03:26:01 gpu1 kernel: {0}", Second),
        ("Jul 29 03:26:01 gpu1 kern.warn kernel: [ 4711.100000] {0}", Nothing),
        ("Wed Jul 29 03:26:01 2026 kern.warn kernel: [ 4711.100000] {0}", Second),
        ("Jul 29 03:26:01 gpu1 kernel[0]: {0}", Nothing),
        (" kernel:[ 4711.100000] {0}", Nothing),
        ("Jul 29 03:26:01 [ 4711.100000] {0}", Nothing),
        ("Jul 29 03:26:01 gpu1 [ 4711.100000] {0}", Nothing),
        ("kern.log:Jul 29 03:26:01 gpu1 kernel: [ 4711.100000] {0}", Nothing),
        ("/var/log/syslog:17:2026-07-29T03:26:01.549000+00:00 gpu1 kernel: {0}", Millisecond),
        ("17:[ 4711.100000] {0}", Nothing),
        ("gpu1: [ 4711.100000] {0}", Nothing),
        ("gpu1: [Wed Jul 29 03:26:01 2026] {0}", Second),
        ("83 <4>1 2026-07-29T03:26:01.549Z gpu1 kernel - - - {0}", Millisecond),
        ("févr. 29 03:26:01 gpu1 kernel: {0}", Nothing),
    ];
}
