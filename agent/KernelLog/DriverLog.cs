using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Turns the text of records into Events. It remembers what spans lines: which GPU has which UUID, and the three-line
/// form of a fallen GPU. A line of the driver that no parser knows becomes a driver_message; other parts of the kernel are not
/// our matter.</summary>
internal sealed class DriverLog
{
    private static readonly string[] Marks = ["NVRM:", "nvidia-", "nvidia:", "nvidia ", "NVRM "];
    private readonly GpuIdentityParser identities = new();
    private readonly FallenOffBusParser fallen = new();

    /// <summary>Events without time and count: the caller knows both.</summary>
    public IEnumerable<Event> Read(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => ReadLine(line)).Select(Finish);

    /// <summary>Lines that were held back for what might have followed.</summary>
    public IEnumerable<Event> Flush() => fallen.GiveUp().Select(Message).Select(Finish);

    private List<Event> ReadLine(string line)
    {
        if (!IsDriver(line))
        {
            return [];
        }

        identities.Learn(line);
        var events = FallenOffBusParser.Begins(line) ? fallen.GiveUp().Select(Message).ToList() : [];
        if (fallen.Take(line, out var complete))
        {
            return complete is null ? events : [complete];
        }

        events.AddRange(fallen.GiveUp().Select(Message));
        var happened = XidParser.Parse(line) ?? SxidParser.Parse(line) ?? FallenOffBusParser.ParseOne(line) ?? Message(line);
        happened.Text = happened.Text.Length == 0 ? line : happened.Text;
        events.Add(happened);
        return events;
    }

    private static bool IsDriver(string line) => Array.Exists(Marks, mark =>
        mark == "NVRM:" ? line.Contains(mark, StringComparison.Ordinal) : line.StartsWith(mark, StringComparison.Ordinal));

    private static Event Message(string line) => new() { Kind = EventKinds.DriverMessage, Text = line };

    private Event Finish(Event happened)
    {
        happened.Source = "kernel-log";
        happened.Count = 1;
        happened.GpuUuid = identities.UuidOf(happened.PciAddress);
        return happened;
    }
}
