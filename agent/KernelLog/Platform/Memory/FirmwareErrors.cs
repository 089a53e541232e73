using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Memory;

/// <summary>Errors that the firmware tells (ACPI APEI): a block of lines with the same number in braces is one Event. An EDAC or
/// AER line that tells the same error again belongs to it. So is what the firmware kept of the boot before (ACPI BERT).</summary>
internal sealed partial class FirmwareErrors : ILogSubject
{
    private const string PreviousBoot = "previous boot";
    private const string FirstField = "event severity:";

    private Event? begun;
    private string block = "";

    public string Name => "firmware-errors";

    public bool IsHolding => begun is not null;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var match = BlockLine().Match(line.Text);
        if (BlockOf(line.Text, match) is not { } number)
        {
            return begun is null ? LineClass.Ignored : TakeEcho(line, told);
        }

        var rest = match.Groups["rest"].Value;
        var section = Section().Match(rest);
        var starts = !match.Success || Starts(number, rest, section);
        if (starts)
        {
            Flush(told);
            block = number;
            begun = Begin(line);
        }

        if (section.Success)
        {
            begun!.Detail["severity"] = Severity(section.Groups["severity"].Value);
        }

        Fill(begun!, rest);
        return starts ? LineClass.Understood : LineClass.Continuation;
    }

    public int Flush(List<Event> told)
    {
        if (begun is not null)
        {
            if (begun.Kind is not (EventKinds.HostMemoryCorrected or EventKinds.HostMemoryUncorrected))
            {
                begun.Detail.Remove("dimm"); // What the firmware calls a part of another kind is no module.
            }

            told.Add(begun);
            begun = null;
        }

        return 0;
    }

    /// <summary>Which block a line belongs to; null where to none. What killed the machine before this boot has no number.</summary>
    private string? BlockOf(string text, Match match)
    {
        if (text.StartsWith("BERT: Error records from previous boot", StringComparison.Ordinal))
        {
            return PreviousBoot;
        }

        if (!match.Success || match.Groups["block"].Success)
        {
            return match.Success ? match.Groups["block"].Value : null;
        }

        // Machine checks that the kernel decodes begin alike; the lines of a block are indented under its first.
        var isOfBlock = begun is not null && block == PreviousBoot && match.Groups["indent"].Length > 0;
        return isOfBlock || match.Groups["rest"].Value.StartsWith(FirstField, StringComparison.Ordinal) ? PreviousBoot : null;
    }

    /// <summary>A block is one Event; of one with several sections each is.</summary>
    private bool Starts(string number, string rest, Match section) =>
        begun is null
        || block != number
        || rest.StartsWith("Hardware error from APEI", StringComparison.Ordinal)
        || (rest.StartsWith(FirstField, StringComparison.Ordinal) && (begun.Detail.ContainsKey("event_severity") || begun.Detail.ContainsKey("section_type")))
        || (section.Success && begun.Detail.ContainsKey("section_type"));

    private Event Begin(KernelLine line)
    {
        var happened = line.Tell(EventKinds.MachineCheck);
        happened.Detail["reported_by"] = "firmware";
        if (block == PreviousBoot)
        {
            happened.Detail["previous_boot"] = "true";
        }

        return happened;
    }

    // EDAC MC0: 1 CE single-symbol chipkill ECC on unknown memory (node:0 card:0 ...)          of the memory error before
    // pcieport 0000:16:02.0: AER: aer_status: 0x00000001, aer_mask: 0x00000000                of the PCIe error before
    private LineClass TakeEcho(KernelLine line, List<Event> told)
    {
        if (begun!.Kind is EventKinds.HostMemoryCorrected or EventKinds.HostMemoryUncorrected && EdacText.Parse(line) is { } again)
        {
            foreach (var (key, value) in again.Detail)
            {
                begun.Detail.TryAdd(key, value);
            }

            Flush(told);
            return LineClass.Continuation;
        }

        var echo = EchoLine().Match(line.Text);
        if (begun.Kind != EventKinds.PcieError || !echo.Success || begun.Detail.GetValueOrDefault("device") != echo.Groups["pci"].Value)
        {
            return LineClass.Ignored;
        }

        if (echo.Groups["bit"].Success)
        {
            var bit = PcieErrorNames.Short(echo.Groups["bit"].Value);
            begun.Detail["errors"] = begun.Detail.TryGetValue("errors", out var before) && before.Length < 400 ? $"{before} {bit}" : bit;
        }

        return LineClass.Continuation;
    }

    // {1}[Hardware Error]: event severity: corrected                 {1}[Hardware Error]:   section_type: memory error
    // {1}[Hardware Error]:   physical_address: 0x0000000898b86020    {1}[Hardware Error]:   DIMM location: CPU 1 DIMM 8
    // {1}[Hardware Error]:   device_id: 0000:82:00.0                 {1}[Hardware Error]:   node: 0 card: 0 module: 0 rank: 0 ...
    private static void Fill(Event happened, string rest)
    {
        var field = Field().Match(rest);
        if (!field.Success)
        {
            return;
        }

        var (key, value) = (field.Groups["key"].Value.Replace(' ', '_').ToLowerInvariant(), field.Groups["value"].Value.Trim());
        if (key is "event_severity" or "section_type" or "physical_address" or "error_type" or "dimm_location" or "fru_text" or "device_id" or "port_type" or "node"
            && happened.Detail.TryAdd(key, value))
        {
            Classify(happened, key, value);
            // Blocks with a number differ in it; of the others the text tells one from the next.
            var text = happened.Detail.ContainsKey("previous_boot") ? $"{happened.Text}{(happened.Text.EndsWith(':') ? "" : ",")} {key} {value}" : happened.Text;
            happened.Text = text.Length > KernelRecord.LongestText ? text[..KernelRecord.LongestText] : text;
        }
    }

    private static void Classify(Event happened, string key, string value)
    {
        var corrected = happened.Detail.GetValueOrDefault("severity") is "corrected";
        switch (key)
        {
            case "event_severity":
                happened.Detail.TryAdd("severity", Severity(value));
                break;
            case "section_type" when value.Contains("memory", StringComparison.OrdinalIgnoreCase):
                happened.Kind = corrected ? EventKinds.HostMemoryCorrected : EventKinds.HostMemoryUncorrected;
                break;
            case "section_type" when value.Contains("PCIe", StringComparison.OrdinalIgnoreCase):
                happened.Kind = EventKinds.PcieError;
                break;
            case "dimm_location" or "fru_text":
                happened.Detail.TryAdd("dimm", value);
                break;
            case "device_id":
                happened.PciAddress = PciAddress.Normalize(value);
                happened.Detail["device"] = value;
                break;
        }
    }

    private static string Severity(string written) => written == "recoverable" ? "nonfatal" : written;

    // {1}[Hardware Error]: event severity: corrected          [Hardware Error]:   section_type: memory error
    [GeneratedRegex(@"^(?:\{(?<block>\d{1,10})\})?\[Hardware Error\]: (?<indent>\s{0,12})(?<rest>.{0,400})")]
    private static partial Regex BlockLine();

    // Error 0, type: fatal
    [GeneratedRegex(@"^Error \d{1,4}, type: (?<severity>[\w-]{1,20})")]
    private static partial Regex Section();

    [GeneratedRegex(@"^(?<key>[A-Za-z_ ]{2,40}): (?<value>.{1,200})")]
    private static partial Regex Field();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): AER:\s{0,8}(?:aer_\w{1,30}[:=]|\[ ?\d{1,2}\] (?<bit>[\w-]{1,40}(?: [\w-]{1,40}){0,4}))")]
    private static partial Regex EchoLine();
}
