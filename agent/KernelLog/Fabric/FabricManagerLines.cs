using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Fabric;

/// <summary>The log of NVIDIA's Fabric Manager, which sets up the NVSwitches and sees faults of links that the kernel does not tell of. Its
/// warnings and errors are Events; what it does all day is not.</summary>
internal sealed partial class FabricManagerLines : ILogSubject
{
    private const int MostFields = 24;

    private Event? begun;

    public string Name => "fabric-manager";

    public bool IsHolding => begun is not null;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var match = Record().Match(line.Text);
        if (!match.Success)
        {
            return Field(line.Text);
        }

        Flush(told);
        var level = match.Groups["level"].Value.ToLowerInvariant();
        if (level is "info" or "debug" or "trace")
        {
            return LineClass.Ignored;
        }

        begun = line.Tell(EventKinds.FabricManager);
        begun.Source = FabricManagerLog.Name;
        begun.Text = match.Groups["text"].Value;
        begun.Detail["level"] = level;
        ReadSwitchError(begun);
        return LineClass.Understood;
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

    // moduleId : 1
    // errorDebugData : 0x00000000 0x00000000
    private LineClass Field(string text)
    {
        if (begun is null || begun.Detail.Count >= MostFields || FieldLine().Match(text) is not { Success: true } match)
        {
            return LineClass.Ignored;
        }

        begun.Detail[match.Groups["key"].Value] = match.Groups["value"].Value;
        return LineClass.Continuation;
    }

    private static void ReadSwitchError(Event happened)
    {
        var match = SwitchError().Match(happened.Text);
        if (!match.Success)
        {
            return;
        }

        // The kernel tells the same as an sxid, which is the one that is counted.
        happened.Code = int.Parse(match.Groups["sxid"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        happened.PciAddress = PciAddress.Normalize(match.Groups["pci"].Value);
        happened.Detail["severity"] = match.Groups["severity"].Value;
        happened.Detail["switch"] = match.Groups["switch"].Value;
        happened.Detail["link"] = match.Groups["link"].Value;
    }

    // [ERROR] [tid 12727] detected NVSwitch non-fatal error 12028 on fid 0 on NVSwitch pci bus id 00000000:86:00.0 physical id 3 port 61
    // [ERROR] [tid 192] Fabric Manager detected GPU NVL Non Fatal error on :
    [GeneratedRegex(@"^\[(?<level>[A-Z]{2,12})\] \[tid \d{1,10}\] (?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Record();

    [GeneratedRegex(@"^(?<key>[A-Za-z][A-Za-z0-9_]{0,39}) ?: (?<value>.{1,200})\z")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"NVSwitch (?<severity>fatal|non-fatal) error (?<sxid>\d{1,9}) on fid \d{1,5} on NVSwitch pci bus id (?<pci>[0-9a-fA-F:.]{1,20}) physical id (?<switch>\d{1,5}) port (?<link>\d{1,5})")]
    private static partial Regex SwitchError();
}
