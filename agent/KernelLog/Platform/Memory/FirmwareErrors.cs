using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Memory;

/// <summary>Errors that the firmware tells (ACPI APEI): a block of lines with the same number in braces is one Event. An EDAC or
/// AER line that tells the same error again belongs to it.</summary>
internal sealed partial class FirmwareErrors : ILogSubject
{
    private Event? begun;
    private string block = "";

    public string Name => "firmware-errors";

    public bool IsHolding => begun is not null;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var match = BlockLine().Match(line.Text);
        if (!match.Success)
        {
            return begun is null ? LineClass.Ignored : TakeEcho(line, told);
        }

        var rest = match.Groups["rest"].Value;
        if (rest.StartsWith("Hardware error from APEI", StringComparison.Ordinal) || block != match.Groups["block"].Value || begun is null)
        {
            Flush(told);
            begun = line.Tell(EventKinds.MachineCheck);
            begun.Detail["reported_by"] = "firmware";
            block = match.Groups["block"].Value;
            Fill(begun, rest);
            return LineClass.Understood;
        }

        Fill(begun, rest);
        return LineClass.Continuation;
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
            begun.Detail["errors"] = begun.Detail.TryGetValue("errors", out var before) && before.Length < 400
                ? $"{before} {echo.Groups["bit"].Value}"
                : echo.Groups["bit"].Value;
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
        }
    }

    private static void Classify(Event happened, string key, string value)
    {
        var corrected = happened.Detail.GetValueOrDefault("event_severity") is "corrected";
        switch (key)
        {
            case "event_severity":
                happened.Detail["severity"] = value == "recoverable" ? "nonfatal" : value;
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

    [GeneratedRegex(@"^\{(?<block>\d{1,10})\}\[Hardware Error\]: \s{0,12}(?<rest>.{0,400})")]
    private static partial Regex BlockLine();

    [GeneratedRegex(@"^(?<key>[A-Za-z_ ]{2,40}): (?<value>.{1,200})")]
    private static partial Regex Field();

    [GeneratedRegex(@"^[\w-]{1,40} (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): AER:\s{0,8}(?:aer_\w{1,30}[:=]|\[ ?\d{1,2}\] (?<bit>[\w-]{1,40}))")]
    private static partial Regex EchoLine();
}
