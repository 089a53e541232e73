using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Tests.Agent.KernelLog;

[TestClass]
public sealed class DuplicateLinesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly DuplicateLines repeats = new();
    private readonly List<Event> told = [];

    [TestMethod]
    public void Add_SameText_FirstAtOnceAndTheRestCounted()
    {
        for (var i = 0; i < 1000; i++)
        {
            Add("NVRM: the same");
        }

        Assert.HasCount(1, told);
        Settle();
        Assert.AreEqual("1 999", string.Join(' ', told.Select(happened => happened.Count)));
    }

    [TestMethod]
    public void Add_TextThatRepeatsForAMinute_IsOneEventASecond()
    {
        for (var second = 0; second < 60; second++)
        {
            Add("NVRM: the same");
            Add("NVRM: the same");
            Settle();
        }

        Assert.AreEqual(120, told.Sum(happened => happened.Count));
        Assert.IsLessThan(63, told.Count);
    }

    [TestMethod]
    public void Add_TextsThatDifferInTheirNumbers_AreFoldedAndNoneIsLost()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Add($"NVRM: GPU0 nvAssertFailed: 0x{i:x8} at line {i}");
        }

        Settle();
        Assert.AreEqual(20_000, told.Sum(happened => happened.Count));
        Assert.IsLessThan(20, told.Count);
        Assert.AreEqual(told[^1].Count.ToString(System.Globalization.CultureInfo.InvariantCulture), told[^1].Detail["folded"]);
    }

    [TestMethod]
    public void Add_TextsOfEveryKind_StayWithinTheSecondsMeasure()
    {
        for (var i = 0; i < 50_000; i++)
        {
            Add(new string((char)('G' + (i % 19)), 1 + (i / 19 % 100)) + new string((char)('g' + (i / 1900)), 3));
        }

        Settle();
        Assert.AreEqual(50_000, told.Sum(happened => happened.Count));
        Assert.IsLessThan(1200, told.Count);
    }

    [TestMethod]
    public void Add_XidAmidAFloodOfChatter_GoesOnAtOnce()
    {
        for (var i = 0; i < 50_000; i++)
        {
            Add(new string((char)('G' + (i % 19)), 1 + (i / 19 % 100)));
        }

        Assert.IsNotNull(repeats.Add(new Event { Kind = EventKinds.Xid, Code = 79, PciAddress = "0000:05:00", Text = "off", Count = 1 }, time.GetUtcNow()));
    }

    [TestMethod]
    public void Add_ErrorsThatWereCountedByTheKernel_KeepTheirNumber()
    {
        repeats.Add(new Event { Kind = EventKinds.HostMemoryCorrected, Text = "a", Count = 3 }, time.GetUtcNow());
        repeats.Add(new Event { Kind = EventKinds.HostMemoryCorrected, Text = "a", Count = 20 }, time.GetUtcNow());
        repeats.Add(new Event { Kind = EventKinds.HostMemoryCorrected, Text = "a", Count = 100 }, time.GetUtcNow());

        Settle();
        Assert.AreEqual(120u, told.Single().Count);
    }

    [TestMethod]
    public void Due_NothingHeld_IsNothing()
    {
        Add("NVRM: one");
        Settle();

        Assert.HasCount(1, told);
        Assert.IsTrue(repeats.IsIdle);
        Assert.IsFalse(repeats.IsOver(time.GetUtcNow() + TimeSpan.FromHours(1)), "there is nothing left to end");
    }

    private void Add(string text)
    {
        if (repeats.Add(new Event { Kind = EventKinds.DriverMessage, Text = text, Count = 1 }, time.GetUtcNow()) is { } fresh)
        {
            told.Add(fresh);
        }
    }

    private void Settle()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        if (repeats.IsOver(time.GetUtcNow()))
        {
            told.AddRange(repeats.End(time.GetUtcNow()));
        }
    }
}
