using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Platform.Network;

/// <summary>The dozen lines in which the mlx5 driver writes out what its card's firmware says of a fault: one Event. The ports of a card tell
/// the same fault each, and their lines may come mixed.</summary>
internal sealed partial class NicHealthBlocks
{
    private const int MostOpen = 16;
    private const string HighTemperature = "0x10";

    private readonly Dictionary<string, Event> open = new(StringComparer.Ordinal);

    public bool IsHolding => open.Count > 0;

    public LineClass Take(KernelLine line, Match card, string rest, List<Event> told)
    {
        var head = Head().Match(rest);
        var field = Field().Match(rest);
        if (!head.Success && !field.Success)
        {
            return LineClass.Ignored;
        }

        var device = card.Groups["pci"].Value;
        var begins = head.Success || !open.ContainsKey(device) || rest.StartsWith("assert_var[0]", StringComparison.Ordinal) && open[device].Detail.ContainsKey("assert_var");
        if (begins)
        {
            Close(device, told);
            Begin(line, card, device, told);
        }

        var block = open[device];
        if (head.Success)
        {
            block.Detail["what"] = head.Groups["what"].Value;
            block.Detail["severity"] = Severity(head.Groups["level"].ValueSpan);
        }
        else
        {
            Fill(block, field.Groups["key"].Value, field.Groups["value"].Value, field.Groups["what"].Value);
        }

        if (field.Groups["key"].ValueSpan is "raw fw_ver")
        {
            Close(device, told);
        }

        return begins ? LineClass.Understood : LineClass.Continuation;
    }

    public void Flush(List<Event> told)
    {
        told.AddRange(open.Values);
        open.Clear();
    }

    private void Begin(KernelLine line, Match card, string device, List<Event> told)
    {
        if (open.Count == MostOpen)
        {
            Flush(told);
        }

        open[device] = NicErrors.Of(line, card, "firmware", "critical");
    }

    private void Close(string device, List<Event> told)
    {
        if (open.Remove(device, out var done))
        {
            told.Add(done);
        }
    }

    private static void Fill(Event block, string key, string value, string what)
    {
        switch (key)
        {
            case "synd":
                block.Detail["syndrome"] = value;
                block.Detail["what"] = what.Length > 0 ? what : block.Detail.GetValueOrDefault("what", "");
                block.Detail["error"] = value == HighTemperature ? "overheated" : block.Detail["error"];
                break;
            case "ext_synd":
                block.Detail["extended_syndrome"] = value;
                break;
            case "fw_ver":
                block.Detail["firmware"] = value;
                break;
            case "raw fw_ver" when value == "0xffffffff":
                block.Detail["error"] = "pci_unreachable"; // whatever is read of a card that is gone is all ones
                break;
            case "assert_exit_ptr" or "assert_callra" or "rfr" or "irisc_index":
                block.Detail[key] = value;
                break;
            case "assert_var":
                block.Detail[key] = block.Detail.TryGetValue(key, out var before) && before.Length < 120 ? $"{before} {value}" : value;
                break;
        }
    }

    private static string Severity(ReadOnlySpan<char> level) => level switch
    {
        "WARNING" => "warning",
        "NOTICE" or "INFO" or "DEBUG" => "info",
        _ => "critical",
    };

    // Health issue observed, firmware internal error, severity(3) ERROR:
    [GeneratedRegex(@"^Health issue observed, (?<what>[^,]{1,80}), severity\(\d{1,2}\) (?<level>[\w ]{1,20})")]
    private static partial Regex Head();

    // assert_var[0] 0x08040700      assert_exit_ptr 0x00aaf800      fw_ver 22.31.354      hw_id 0x0000020d      rfr 0
    // severity 3 (ERROR)      irisc_index 9      synd 0x1: firmware internal error      ext_synd 0x8ffd      raw fw_ver 0x161f0162
    [GeneratedRegex(@"^(?<key>assert_var|assert_exit_ptr|assert_callra|fw_ver|time|hw_id|rfr|severity|irisc_index|synd|ext_synd|raw fw_ver)(?:\[\d{1,2}\])? (?<value>[\w.]{1,40})(?:: (?<what>.{1,80}))?")]
    private static partial Regex Field();
}
