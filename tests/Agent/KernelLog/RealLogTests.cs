using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Proto;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>Every line of the real logs is read, or printed as not ours: nothing goes unseen.</summary>
[TestClass]
public sealed class RealLogTests(TestContext context)
{
    [TestMethod]
    [DataRow("dmesg-with-xid-119.log", 5)]
    [DataRow("dmesg.decode.iso.log", 0)]
    [DataRow("kmsg.1.log", 0)]
    [DataRow("kmsg.2.peermem.log", 0)]
    [DataRow("fabricmanager.log", 0)]
    [DataRow("xid_lines_from_tests.txt", 122)]
    public void Read_RealLog_FindsEveryXidAndDropsNoDriverLine(string name, int xids)
    {
        var file = Path.Combine(ProductTree.SharedData ?? "absent", "kernel-log", name);
        if (!File.Exists(file))
        {
            Assert.Inconclusive($"{name} is not here");
        }

        var lines = File.ReadAllLines(file).Where(line => line.Length > 0).ToList();
        var events = KernelLogFile.Read(lines).ToList();
        var told = string.Join('\n', events.Select(happened => happened.Text));
        var notOurs = lines.Where(line => KernelRecords.Parse(line) is { } record && !told.Contains(record.Text, StringComparison.Ordinal)).ToList();
        context.WriteLine($"{lines.Count} lines, {events.Count} events; not of the GPU driver:");
        notOurs.ForEach(context.WriteLine);

        Assert.AreEqual("", string.Join('\n', notOurs.Where(line => line.Contains("NVRM", StringComparison.Ordinal) || line.Contains(";nvidia", StringComparison.Ordinal))));
        Assert.AreEqual(xids, events.Count(happened => happened.Kind is EventKinds.Xid or EventKinds.RecoveryAction));
    }
}
