using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Driver.Blocks;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>The GPU driver. It remembers what spans lines: which GPU has which UUID, which XID came before, and the three-line form
/// of a fallen GPU. A line of the driver that no parser knows becomes a driver_message.</summary>
internal sealed partial class DriverSubject : ILogSubject
{
    private const string Mark = "NVRM:";
    private static readonly string[] Begins = ["nvidia-", "nvidia:", "nvidia ", "NVRM "];
    private readonly GpuIdentityParser identities = new();
    private readonly FallenOffBusParser fallen = new();
    private readonly VersionMismatchParser mismatch = new();
    private readonly FollowingXids followOns = new();
    private string? dumped;

    public string Name => "gpu-driver";

    public bool IsHolding => fallen.IsHolding || mismatch.IsHolding;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (!IsDriver(line.Text))
        {
            return LineClass.Ignored;
        }

        if (FallenOffBusParser.Begins(line.Text) || VersionMismatchParser.Begins(line.Text))
        {
            Flush(told);
        }

        if (fallen.Take(line, out var complete) || mismatch.Take(line, out complete))
        {
            if (complete is not null)
            {
                told.Add(Named(complete));
            }

            return complete is null ? LineClass.Continuation : LineClass.Understood;
        }

        Flush(told);
        identities.Learn(line.Text);
        var happened = Parse(line, out var fared);
        told.Add(Named(happened));
        return fared;
    }

    public int Flush(List<Event> told)
    {
        var lines = fallen.GiveUp();
        told.AddRange(lines.Select(line => Named(line.Tell(EventKinds.DriverMessage))));
        if (mismatch.Close() is { } cutShort)
        {
            told.Add(cutShort);
        }

        return lines.Count;
    }

    private static bool IsDriver(string text) =>
        text.Contains(Mark, StringComparison.Ordinal) || Array.Exists(Begins, mark => text.StartsWith(mark, StringComparison.Ordinal));

    private Event Parse(KernelLine line, out LineClass fared)
    {
        fared = LineClass.Understood;
        if (XidParser.Parse(line) is { } xid)
        {
            var code = XidParser.CodeOf(xid);
            followOns.Mark(code, xid, line.Moment);
            dumped = code is 119 or 120 ? code.ToString(CultureInfo.InvariantCulture) : null;
            return xid;
        }

        if (SxidParser.Parse(line) is { } sxid)
        {
            fared = sxid.Kind == EventKinds.Sxid ? LineClass.Understood : LineClass.Continuation;
            return sxid;
        }

        return FallenOffBusParser.ParseOne(line) ?? Message(line, out fared);
    }

    private Event Message(KernelLine line, out LineClass fared)
    {
        var message = line.Tell(EventKinds.DriverMessage);
        message.PciAddress = NamedGpu().Match(line.Text) is { Success: true } gpu ? PciAddress.Normalize(gpu.Groups["pci"].Value) : "";
        var isDump = GspText.IsDump(line.Text);
        if (isDump && dumped is not null)
        {
            fared = LineClass.Continuation;
            message.Detail["continues_xid"] = dumped;
            return message;
        }

        var notice = isDump ? "gsp_dump" : DriverNotice.NameOf(line.Text);
        fared = notice is null ? LineClass.NotUnderstood : LineClass.Understood;
        if (notice is not null)
        {
            message.Detail["notice"] = notice;
        }

        return message;
    }

    // NVRM: GPU 0000:c1:00.0: RmInitAdapter failed! (0x62:0x65:1860)       NVRM: Attempting to remove device 0000:18:00.0 with non-zero usage count!
    // NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d
    [GeneratedRegex(@"^NVRM: (?:GPU |GPU at PCI:|Attempting to remove device )(?<pci>[0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2})\b")]
    private static partial Regex NamedGpu();

    private Event Named(Event happened)
    {
        happened.GpuUuid = identities.UuidOf(happened.PciAddress);
        if (identities.SerialOf(happened.PciAddress) is { Length: > 0 } serial)
        {
            happened.Detail["board_serial"] = serial;
        }

        return happened;
    }
}
