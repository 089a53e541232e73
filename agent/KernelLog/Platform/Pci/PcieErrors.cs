using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Pci;

/// <summary>PCIe advanced error reporting: several lines make one Event per device that reports an error.</summary>
internal sealed partial class PcieErrors : ILogSubject
{
    private const int MostOpen = 8;
    private const int LongestBits = 400;
    private readonly List<Event> open = [];

    public string Name => "pcie";

    public bool IsHolding => open.Count > 0;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (!HasMark(line.Text))
        {
            return LineClass.Ignored;
        }

        return Received(line, told) || BusError(line, told) ? LineClass.Understood
            : Recovery(line, told) || Containment(line, told) || Unrecoverable(line, told) ? LineClass.Understood
            : More(line, told) ? LineClass.Continuation
            : LineClass.Ignored;
    }

    public int Flush(List<Event> told)
    {
        told.AddRange(open);
        open.Clear();
        return 0;
    }

    private static bool HasMark(string text) =>
        text.Contains("AER:", StringComparison.Ordinal) || text.Contains("PCIe Bus Error", StringComparison.Ordinal)
        || text.Contains("DPC:", StringComparison.Ordinal) || Bit().IsMatch(text) || text.Contains("error status/mask=", StringComparison.Ordinal);

    // pcieport 0000:00:01.0: AER: Multiple Corrected error received: 0000:01:00.0
    // pcieport 0000:00:1c.0: AER: Uncorrectable (Non-Fatal) error message received from 0000:73:00.1
    // pcieport 0000:b0:01.0: AER: Uncorrected (Fatal) error received: id=b100                 before Linux 4.20: bus, device and function
    private bool Received(KernelLine line, List<Event> told)
    {
        var match = ReceivedLine().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        var device = match.Groups["pci"].Success ? match.Groups["pci"].Value : ById(match.Groups["port"].Value, match.Groups["id"].ValueSpan);
        var begun = Begin(line, device, match.Groups["severity"].Value, told);
        begun.Detail["reporter"] = match.Groups["port"].Value;
        if (match.Groups["many"].Success)
        {
            begun.Detail["multiple"] = "true";
        }

        return true;
    }

    // nvme 0000:01:00.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)
    // nvidia 0000:41:00.0: AER: PCIe Bus Error: severity=Uncorrectable (Fatal), type=Transaction Layer, id=0008(Requester ID)
    private bool BusError(KernelLine line, List<Event> told)
    {
        var match = BusErrorLine().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        var device = match.Groups["pci"].Value;
        var begun = Of(device) is { } known && !known.Detail.ContainsKey("layer")
            ? known
            : Begin(line, device, match.Groups["severity"].Value, told);
        begun.Detail["driver"] = match.Groups["driver"].Value;
        begun.Detail["severity"] = Severity(match.Groups["severity"].Value);
        begun.Detail["layer"] = match.Groups["layer"].Value.Trim();
        begun.Detail["agent"] = match.Groups["agent"].Value;
        return true;
    }

    // nvme 0000:01:00.0:   device [144d:a808] error status/mask=00000001/0000e000
    // nvme 0000:01:00.0:    [ 0] RxErr                  (First)
    // pcieport 0000:00:02.0:    [ 5] Surprise Down Error    (First)          before Linux 4.20
    // nvme 0000:01:00.0: AER:   TLP Header: 40000001 0000000f 92000000 00000000
    // nvme 0000:01:00.0: AER:   Error of this Agent is reported first
    private bool More(KernelLine line, List<Event> told)
    {
        var match = MoreLine().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        if (Of(match.Groups["pci"].Value) is not { } begun)
        {
            // What it belongs to was told already: it is told as it is, and counts as no error of its own.
            var late = line.Tell(EventKinds.DriverMessage);
            late.PciAddress = PciAddress.Normalize(match.Groups["pci"].Value);
            late.Detail["continues"] = EventKinds.PcieError;
            told.Add(late);
            return true;
        }

        Fill(begun, match);
        return true;
    }

    private static void Fill(Event begun, Match match)
    {
        foreach (var name in (ReadOnlySpan<string>)["id", "status", "mask", "header"])
        {
            if (match.Groups[name].Success)
            {
                begun.Detail[name] = match.Groups[name].Value.Trim();
            }
        }

        var bits = begun.Detail.TryGetValue("errors", out var before) ? before + " " : "";
        if (match.Groups["bit"].Success && bits.Length < LongestBits)
        {
            begun.Detail["errors"] = bits + PcieErrorNames.Short(match.Groups["bit"].Value);
        }
    }

    // pcieport 0000:00:1c.0: AER: device recovery successful          pcieport 0000:00:1c.0: AER: device recovery failed
    private static bool Recovery(KernelLine line, List<Event> told)
    {
        var match = RecoveryLine().Match(line.Text);
        if (match.Success)
        {
            told.Add(Told(line, EventKinds.PcieRecovery, match.Groups["pci"].Value, "outcome", match.Groups["outcome"].Value.ToLowerInvariant()));
        }

        return match.Success;
    }

    // pcieport 0000:00:1c.0: DPC: containment event, status:0x1f01: unmasked uncorrectable error detected
    private static bool Containment(KernelLine line, List<Event> told)
    {
        var match = ContainmentLine().Match(line.Text);
        if (match.Success)
        {
            told.Add(Told(line, EventKinds.PcieContainment, match.Groups["pci"].Value, "status", match.Groups["status"].Value));
        }

        return match.Success;
    }

    // nvidia 0000:03:00.0: AER: can't recover (no error_detected callback)          nobody will bring this device back
    private static bool Unrecoverable(KernelLine line, List<Event> told)
    {
        var match = UnrecoverableLine().Match(line.Text);
        if (match.Success)
        {
            told.Add(Told(line, EventKinds.DriverMessage, match.Groups["pci"].Value, "notice", "cannot_recover"));
        }

        return match.Success;
    }

    private static Event Told(KernelLine line, string kind, string device, string key, string value)
    {
        var happened = line.Tell(kind);
        happened.PciAddress = PciAddress.Normalize(device);
        happened.Detail["device"] = device;
        happened.Detail[key] = value;
        return happened;
    }

    // Corrected, Correctable; Uncorrected (Non-Fatal), Uncorrectable (Non-Fatal); Uncorrectable (Fatal)
    private static string Severity(string written) =>
        written.StartsWith("Corr", StringComparison.OrdinalIgnoreCase) ? "corrected"
        : written.Contains("Non-Fatal", StringComparison.OrdinalIgnoreCase) ? "nonfatal"
        : written.Contains("Fatal", StringComparison.OrdinalIgnoreCase) ? "fatal" : written.Trim().ToLowerInvariant();

    private Event Begin(KernelLine line, string device, string severity, List<Event> told)
    {
        if ((Of(device) ?? (open.Count >= MostOpen ? open[0] : null)) is { } before)
        {
            open.Remove(before);
            told.Add(before);
        }

        var begun = Told(line, EventKinds.PcieError, device, "severity", Severity(severity));
        open.Add(begun);
        return begun;
    }

    private static string ById(string port, ReadOnlySpan<char> id)
    {
        var number = int.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{port.Split(':')[0]}:{number >> 8:x2}:{number >> 3 & 0x1f:x2}.{number & 7}");
    }

    private Event? Of(string device) => open.Find(begun => begun.Detail["device"] == device);

    [GeneratedRegex(@"^[\w-]{1,40} (?<port>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): AER: (?<many>Multiple )?(?<severity>Correct(?:ed|able)|Uncorrect(?:ed|able) \((?:Non-)?Fatal\)) error (?:message )?received:? (?:from )?(?:(?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])|id=(?<id>[0-9a-f]{4})\b)")]
    private static partial Regex ReceivedLine();

    [GeneratedRegex(@"^(?<driver>[\w-]{1,40}) (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): (?:AER: )?PCIe Bus Error: severity=(?<severity>[^,]{1,40}), type=(?<layer>[^,]{1,40}),? ?(?:id=[0-9a-f]{4})?\(?(?<agent>[^)]{0,40})")]
    private static partial Regex BusErrorLine();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): (?:AER:)?\s{0,8}(?:device \[(?<id>[0-9a-f]{4}:[0-9a-f]{4})\] error status/mask=(?<status>[0-9a-f]{8})/(?<mask>[0-9a-f]{8})|\[ ?\d{1,2}\] (?<bit>[\w-]{1,40}(?: [\w-]{1,40}){0,4})|TLP Header: (?<header>[0-9a-fx ]{1,160})|Error of this Agent|can't find device|aer_\w{1,30}[:=]|(?:Root|Downstream) Port link has been reset)")]
    private static partial Regex MoreLine();

    [GeneratedRegex(@"^[\w-]{1,40} [0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]: (?:AER:)?\s{0,8}\[ ?\d{1,2}\] \w")]
    private static partial Regex Bit();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): (?:AER: )?(?:AER: )?[Dd]evice recovery (?<outcome>successful|failed)", RegexOptions.IgnoreCase)]
    private static partial Regex RecoveryLine();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): AER: can't recover\b")]
    private static partial Regex UnrecoverableLine();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): DPC: containment event, status:(?<status>0x[0-9a-f]{1,8})")]
    private static partial Regex ContainmentLine();
}
