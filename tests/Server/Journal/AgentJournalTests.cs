using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Journal;

[TestClass]
public sealed class AgentJournalTests
{
    private static readonly Guid Host = Guid.NewGuid();
    private readonly FakeTimeProvider time = new();

    [TestMethod]
    public void Take_MoreThanItsShare_IsCountedByWhatItIsAndToldOnceAMinute()
    {
        var journal = new AgentJournal(time);
        Assert.IsTrue(Enumerable.Range(0, AgentJournal.AtOnce).All(_ => journal.Take(Host, "xid")));
        Assert.IsNull(journal.TakeCounted(Host));

        Assert.IsFalse(journal.Take(Host, "xid"));
        journal.Count(Host, "GPUs not taken", 7);
        var told = journal.TakeCounted(Host)!;
        Assert.AreEqual((1L, 7L), (told["xid"], told["GPUs not taken"]));

        Assert.IsFalse(journal.Take(Host, "xid"));
        Assert.IsNull(journal.TakeCounted(Host), "told within the minute");
        time.Advance(AgentJournal.ToldEach);
        Assert.AreEqual(1L, journal.TakeCounted(Host)!["xid"]);
    }

    [TestMethod]
    public void Take_AfterAWhile_HasRoomAgainAndNoOtherHostHadLess()
    {
        var journal = new AgentJournal(time);
        while (journal.Take(Host, "xid"))
        {
        }

        Assert.IsTrue(journal.Take(Guid.NewGuid(), "xid"));
        time.Advance(AgentJournal.OneMoreEach);
        Assert.IsTrue(journal.Take(Host, "xid"));
        Assert.IsFalse(journal.Take(Host, "xid"));
    }

    [TestMethod]
    public void GiveBack_WhatCouldNotBeTold_IsToldWithWhatCameSince()
    {
        var journal = new AgentJournal(time);
        journal.Count(Host, "xid", 7);
        var taken = journal.TakeCounted(Host)!;
        journal.Count(Host, "xid", 2);

        journal.GiveBack(Host, taken);

        Assert.AreEqual(9L, journal.TakeCounted(Host)!["xid"]);
    }

    [TestMethod]
    public void Count_OfManyNames_KeepsFew()
    {
        var journal = new AgentJournal(time);
        foreach (var number in Enumerable.Range(0, 1000))
        {
            journal.Count(Host, $"XID {number}", 1);
        }

        var told = journal.TakeCounted(Host, isLast: true)!;
        Assert.HasCount(AgentJournal.MostNamed + 1, told);
        Assert.AreEqual(1000L, told.Values.Sum());
    }
}
