using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Agent.KernelLog.Prefixes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>Every line of the real logs is read, or printed as not ours: nothing goes unseen.</summary>
[TestClass]
public sealed class RealLogTests(TestContext context)
{
    [TestMethod]
    [DataRow("dmesg-with-xid-119.log", 5, "7 understood, 0 not, 22 continue, 14 of others")]
    [DataRow("dmesg.decode.iso.log", 0, "2 understood, 0 not, 0 continue, 0 of others")]
    [DataRow("kmsg.1.log", 0, "13 understood, 0 not, 0 continue, 34 of others")]
    [DataRow("kmsg.2.peermem.log", 0, "7 understood, 0 not, 0 continue, 1 of others")]
    [DataRow("fabricmanager.log", 0, "1 understood, 0 not, 0 continue, 76 of others")]
    [DataRow("xid_lines_from_tests.txt", 122, "122 understood, 2 not, 0 continue, 0 of others")]
    public void Read_RealLog_FindsEveryXidAndDropsNoDriverLine(string name, int xids, string fared)
    {
        var file = Path.Combine(ProductTree.SharedData ?? "absent", "kernel-log", name);
        if (!File.Exists(file))
        {
            Assert.Inconclusive($"{name} is not here");
        }

        var lines = File.ReadAllLines(file).Where(line => line.Length > 0).ToList();
        var log = new KernelLogFile(TimeZoneInfo.Utc);
        var events = log.Read(lines).ToList();
        var told = string.Join('\n', events.Select(happened => happened.Text));
        var notOurs = lines.Where(line => KernelRecords.Parse(line, TimeZoneInfo.Utc) is { } record && !told.Contains(record.Text, StringComparison.Ordinal)).ToList();
        context.WriteLine($"{lines.Count} lines, {events.Count} events; not of the GPU driver:");
        notOurs.ForEach(context.WriteLine);

        Assert.AreEqual("", string.Join('\n', notOurs.Where(line => line.Contains("NVRM", StringComparison.Ordinal) || line.Contains(";nvidia", StringComparison.Ordinal))));
        Assert.AreEqual(xids, events.Count(happened => happened.Kind is EventKinds.Xid or EventKinds.RecoveryAction));
        Assert.AreEqual(
            fared,
            $"{log.Tally[LineClass.Understood]} understood, {log.Tally[LineClass.NotUnderstood]} not, {log.Tally[LineClass.Continuation]} continue, {log.Tally[LineClass.Ignored]} of others");
        Assert.AreEqual(lines.Count, log.Tally.Lines);
    }
}
