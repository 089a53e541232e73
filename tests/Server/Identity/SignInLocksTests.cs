using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Identity.People.Limits;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class SignInLocksTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SignInLocks locks;

    public SignInLocksTests() => locks = new SignInLocks(time);

    [TestMethod]
    public void Count_FiveFailures_LockThatNameAtThatAddressForFiveMinutes()
    {
        Fail("ADA", "10.0.0.1", SignInLocks.MostFailures - 1);
        Assert.IsFalse(locks.IsLocked("ADA", new CallerPlace("10.0.0.1")));
        Fail("ADA", "10.0.0.1", 1);
        Assert.IsTrue(locks.IsLocked("ADA", new CallerPlace("10.0.0.1")));
        Assert.IsFalse(locks.Count("ADA", new CallerPlace("10.0.0.1"), isRight: true));
        Assert.IsFalse(locks.IsLocked("ADA", new CallerPlace("10.0.0.2")));
        Assert.IsFalse(locks.IsLocked("BOB", new CallerPlace("10.0.0.1")));

        time.Advance(SignInLocks.LockedFor);
        Assert.IsTrue(locks.Count("ADA", new CallerPlace("10.0.0.1"), isRight: true));
    }

    [TestMethod]
    public void Count_RightInBetween_BeginsAnew()
    {
        Fail("ADA", "10.0.0.1", SignInLocks.MostFailures - 1);
        Assert.IsTrue(locks.Count("ADA", new CallerPlace("10.0.0.1"), isRight: true));
        Fail("ADA", "10.0.0.1", SignInLocks.MostFailures - 1);
        Assert.IsFalse(locks.IsLocked("ADA", new CallerPlace("10.0.0.1")));
    }

    [TestMethod]
    public void Count_AddressesOfOneNetworkOfIpv6_AreOne()
    {
        for (var machine = 1; machine <= SignInLocks.MostFailures; machine++)
        {
            locks.Count("ADA", new CallerPlace($"2001:db8:1:2::{machine:x}"), isRight: false);
        }

        Assert.IsTrue(locks.IsLocked("ADA", new CallerPlace("2001:db8:1:2:ffff::1")));
        Assert.IsFalse(locks.IsLocked("ADA", new CallerPlace("2001:db8:1:3::1")));
    }

    /// <summary>Everything on one machine: who floods the API takes nothing from those who sit before the dashboard.</summary>
    [TestMethod]
    public void Count_SameAddressByTheOtherWay_IsAnotherPlace()
    {
        Fail("ADA", "127.0.0.1", SignInLocks.MostFailures);
        Assert.IsTrue(locks.IsLocked("ADA", new CallerPlace("127.0.0.1")));
        Assert.IsFalse(locks.IsLocked("ADA", new CallerPlace("127.0.0.1", ThroughDashboard: true)));
    }

    [TestMethod]
    public void PauseOf_NameThatIsAttackedFromEverywhere_GrowsAndLocksNobody()
    {
        for (var network = 0; network < 1000; network++)
        {
            locks.Count("ADA", new CallerPlace($"10.1.{network / 250}.{network % 250}"), isRight: false);
            if (network == SignInLocks.ManyFailures - 2)
            {
                Assert.AreEqual(TimeSpan.Zero, locks.PauseOf("ADA"));
            }

            if (network == SignInLocks.ManyFailures - 1)
            {
                Assert.AreEqual(TimeSpan.FromSeconds(1), locks.PauseOf("ADA"));
            }
        }

        Assert.AreEqual(TimeSpan.FromSeconds(5), locks.PauseOf("ADA"));
        Assert.AreEqual(TimeSpan.Zero, locks.PauseOf("BOB"));
        Assert.IsTrue(locks.Count("ADA", new CallerPlace("10.9.9.9"), isRight: true));
        time.Advance(SignInLocks.Remembered);
        Assert.AreEqual(TimeSpan.Zero, locks.PauseOf("ADA"));
    }

    [TestMethod]
    public void Count_MoreNamesThanAreKept_ForgetsTheOldestFirst()
    {
        Fail("FIRST", "10.0.0.1", SignInLocks.MostFailures);
        for (var name = 0; name < SignInLocks.MostKept / 2; name++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            locks.Count($"N{name}", new CallerPlace("10.0.0.1"), isRight: false);
        }

        Fail("LAST", "10.0.0.1", SignInLocks.MostFailures);
        Assert.IsFalse(locks.IsLocked("FIRST", new CallerPlace("10.0.0.1")));
        Assert.IsTrue(locks.IsLocked("LAST", new CallerPlace("10.0.0.1")));
    }

    private void Fail(string name, string address, int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.IsTrue(locks.Count(name, new CallerPlace(address), isRight: false));
        }
    }
}
