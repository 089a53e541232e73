using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Prefixes;

/// <summary>Lines that a syslog daemon counted instead of writing them.</summary>
[TestClass]
public sealed class RepeatedLineTests
{
    private const string Text = "NVRM: Xid (PCI:0000:9b:00): 79, pid=0, GPU has fallen off the bus.";

    [TestMethod]
    [DataRow("Jul 29 03:26:05 gpu1 kernel: message repeated 3 times: [ " + Text + "]")]
    [DataRow("Jul 29 03:26:05 gpu1 kernel: message repeated 3 times: [" + Text + "]")]
    [DataRow("Jul 29 03:26:05 gpu1 kernel: message repeated 3 times: [ [ 4711.100000] " + Text + "]")]
    [DataRow("Jul 29 03:26:05 gpu1 kernel: [ 4711.100000] message repeated 3 times: [ [ 4711.100000] " + Text + "]")]
    [DataRow("2026-07-29T03:26:05.549000+00:00 gpu1 kernel: message repeated 3 times: [ " + Text + "]")]
    public void Read_MessageThatIsCounted_IsToldAsOftenAsItCame(string line)
    {
        var happened = Read(line).Single();

        Assert.AreEqual((EventKinds.Xid, Text, 3u), (happened.Kind, happened.Text, happened.Count));
    }

    [TestMethod]
    public void Read_CountedErrorThatIsACountItself_IsAsManyErrors() => Assert.AreEqual(
        6u, Read("Jul 29 03:26:05 gpu1 kernel: message repeated 3 times: [ EDAC MC0: 2 CE memory read error on DIMM_A1 (channel:1 slot:0)]").Single().Count);

    [TestMethod]
    [DataRow("Jul 29 03:26:09 gpu1 last message repeated 5 times")]
    [DataRow("Jul 29 03:26:09 gpu1 kernel: last message repeated 5 times")]
    public void Read_LastMessageRepeated_IsTheOneBefore(string line)
    {
        var events = Read("Jul 29 03:26:05 gpu1 kernel: " + Text, line);

        Assert.AreEqual("1 5", string.Join(' ', events.Select(happened => happened.Count)));
        Assert.AreEqual(Text, events[1].Text);
    }

    [TestMethod]
    [DataRow("Jul 29 03:26:09 gpu1 last message repeated 5 times")]
    [DataRow("Jul 29 03:26:05 gpu1 sshd[4711]: message repeated 3 times: [ " + Text + "]")]
    public void Read_CountOfWhatIsNotTheKernels_IsNothing(string line) =>
        Assert.IsEmpty(Read("Jul 29 03:26:05 gpu1 sshd[4711]: " + Text, line));

    private static List<Event> Read(params string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];
}
