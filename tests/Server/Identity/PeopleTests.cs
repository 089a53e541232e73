using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Identity.People.Limits;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class PeopleTests(TestContext test)
{
    private const string Password = "long enough words";
    private static readonly CallerPlace Here = new("10.0.0.1");

    [TestMethod]
    public async Task SignInAsync_RightPassword_GivesASession()
    {
        await using var stage = await WithAdaAsync();
        var caller = await stage.Sessions.FindAsync(await SignInAsync(stage), isUse: true, test.CancellationToken);
        Assert.AreEqual(new Caller("ada", Role.OnCall, "yul1"), caller);
    }

    [TestMethod]
    public async Task SignInAsync_WrongPasswordOrUnknownName_IsTheSameAnswer()
    {
        await using var stage = await WithAdaAsync();
        Assert.IsInstanceOfType<SignInOutcome.Refused>(await TryAsync(stage, "ada", "wrong"));
        Assert.IsInstanceOfType<SignInOutcome.Refused>(await TryAsync(stage, "bob", Password));
    }

    [TestMethod]
    public async Task SignInAsync_ManyWrongAtOnce_EveryOneCountsAndLocks()
    {
        await using var stage = await WithAdaAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(stage, "ada", "wrong")));
        Assert.IsInstanceOfType<SignInOutcome.LockedOut>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task SignInAsync_ManyNamesThatNobodyHas_FillNoJournal()
    {
        await using var stage = await WithAdaAsync();
        for (var place = 0; place < 10; place++)
        {
            await TryAsync(stage, $"nobody-{place}", "wrong");
        }

        await TryAsync(stage, "ada", "wrong");

        await using var db = stage.Database.Contexts.CreateDbContext();
        var told = await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.SignInFailed).OrderBy(entry => entry.Id).Select(entry => entry.Actor).ToListAsync(test.CancellationToken);
        Assert.AreSequenceEqual(["person:unknown", "person:ada"], told);
    }

    /// <summary>A burst holds up nobody: a few are checked at a time, some wait, the others are told so at once, and nothing of theirs counts.</summary>
    [TestMethod]
    public async Task SignInAsync_AHundredAtOnce_AFewWaitAndTheOthersAreTold()
    {
        await using var stage = await WithAdaAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(place => TryAsync(stage, $"nobody-{place}", "wrong")));

        var busy = outcomes.Count(outcome => outcome is SignInOutcome.Busy);
        Assert.IsGreaterThanOrEqualTo(1, busy);
        Assert.AreEqual(100 - busy, outcomes.Count(outcome => outcome is SignInOutcome.Refused));
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task SignInAsync_HashOfBefore_IsMadeAnew()
    {
        await using var stage = await WithAdaAsync();
        await using var db = stage.Database.Contexts.CreateDbContext();
        var weak = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(this, Password);
        await db.People.ExecuteUpdateAsync(set => set.SetProperty(person => person.PasswordHash, weak), test.CancellationToken);

        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
        Assert.AreNotEqual(weak, await db.People.Select(person => person.PasswordHash).SingleAsync(test.CancellationToken));
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task ChangePasswordAsync_ToTheSame_IsRefused()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);

        Assert.AreEqual("The new password is the present one; choose another.", await stage.WithSignInsAsync(people => people.ChangePasswordAsync("ada", Password, Password, token, Here, test.CancellationToken)));
        Assert.Contains("12", (await stage.WithSignInsAsync(people => people.ChangePasswordAsync("ada", Password, "short", token, Here, test.CancellationToken)))!);
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task FindAsync_IdleForEightHours_IsOver()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);
        stage.Time.Advance(Sessions.Idle - TimeSpan.FromMinutes(1));
        Assert.IsNotNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
        stage.Time.Advance(Sessions.Idle);
        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
    }

    [TestMethod]
    public async Task FindAsync_UsedAllDay_IsOverAfterTwentyFourHours()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);
        for (var hour = 1; hour < 24; hour++)
        {
            stage.Time.Advance(TimeSpan.FromHours(1));
            Assert.IsNotNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken), $"hour {hour}");
        }

        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
    }

    [TestMethod]
    public async Task FindAsync_OnlyLookedAt_IsOverAfterEightHours()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);
        for (var hour = 1; hour < 8; hour++)
        {
            stage.Time.Advance(TimeSpan.FromHours(1));
            Assert.IsNotNull(await stage.Sessions.FindAsync(token, isUse: false, test.CancellationToken), $"hour {hour}");
        }

        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: false, test.CancellationToken));
    }

    [TestMethod]
    public async Task SignInAsync_NameThatIsAttackedFromElsewhere_IsNotLockedForItsOwner()
    {
        await using var stage = await WithAdaAsync();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await stage.WithSignInsAsync(people => people.SignInAsync("ada", "wrong", new CallerPlace("203.0.113.7"), CancellationToken.None));
        }

        Assert.IsInstanceOfType<SignInOutcome.LockedOut>(await stage.WithSignInsAsync(people => people.SignInAsync("ADA", Password, new CallerPlace("203.0.113.7"), CancellationToken.None)));
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task SignInAsync_LockedName_FillsNoJournal()
    {
        await using var stage = await WithAdaAsync();
        for (var attempt = 0; attempt < 9; attempt++)
        {
            await TryAsync(stage, "ada", "wrong");
        }

        await using var db = stage.Database.Contexts.CreateDbContext();
        var failures = await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.SignInFailed).OrderBy(entry => entry.Id).Select(entry => entry.Summary).ToListAsync(test.CancellationToken);
        Assert.HasCount(5, failures);
        Assert.AreEqual("A sign-in as ada was refused, from 10.0.0.1; the name is locked there for five minutes.", failures[^1]);
    }

    [TestMethod]
    public async Task SetDisabledAsync_EndsTheSessionsAndTheRight()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);
        await stage.WithPeopleAsync(people => people.SetDisabledAsync("ada", true, "person:admin", test.CancellationToken));
        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
        Assert.IsInstanceOfType<SignInOutcome.Refused>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task ChangePasswordAsync_EndsTheOtherSessions()
    {
        await using var stage = await WithAdaAsync();
        var mine = await SignInAsync(stage);
        var other = await SignInAsync(stage);
        Assert.IsNull(await stage.WithSignInsAsync(people => people.ChangePasswordAsync("ada", Password, "other long words", mine, Here, test.CancellationToken)));
        Assert.IsNotNull(await stage.Sessions.FindAsync(mine, isUse: true, test.CancellationToken));
        Assert.IsNull(await stage.Sessions.FindAsync(other, isUse: true, test.CancellationToken));
        Assert.IsInstanceOfType<SignInOutcome.Refused>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task ChangePasswordAsync_WrongCurrent_ChangesNothing()
    {
        await using var stage = await WithAdaAsync();
        Assert.IsNotNull(await stage.WithSignInsAsync(people => people.ChangePasswordAsync("ada", "wrong", "other long words", "", Here, test.CancellationToken)));
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "ada", Password));
    }

    [TestMethod]
    public async Task ChangePasswordAsync_WrongCurrentAgainAndAgain_LocksOut()
    {
        await using var stage = await WithAdaAsync();
        var token = await SignInAsync(stage);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ChangeAsync("wrong")));
        Assert.Contains("Locked", (await ChangeAsync(Password))!);
        Assert.IsInstanceOfType<SignInOutcome.LockedOut>(await TryAsync(stage, "ada", Password));

        Task<string?> ChangeAsync(string current) =>
            stage.WithSignInsAsync(people => people.ChangePasswordAsync("ada", current, "other long words", token, Here, test.CancellationToken));
    }

    [TestMethod]
    public async Task CreateAsync_ShortPasswordOrTakenName_IsRefusedWithTheReason()
    {
        await using var stage = await WithAdaAsync();
        var (_, shortFault) = await stage.WithPeopleAsync(people => people.CreateAsync("bob", Role.Viewer, null, "short", true, "person:admin"));
        Assert.Contains("12", shortFault!);
        var (_, takenFault) = await stage.WithPeopleAsync(people => people.CreateAsync("ADA", Role.Viewer, null, Password, true, "person:admin"));
        Assert.Contains("taken", takenFault!);
    }

    [TestMethod]
    public async Task SignInAsync_EachTry_IsInTheJournalWithoutThePassword()
    {
        await using var stage = await WithAdaAsync();
        await TryAsync(stage, "ada", "wrong-secret");
        await TryAsync(stage, "ada", Password);
        await using var db = stage.Database.Contexts.CreateDbContext();
        var entries = await db.JournalEntries.OrderBy(entry => entry.Id).ToListAsync(test.CancellationToken);
        Assert.AreSequenceEqual([JournalKinds.PersonChanged, JournalKinds.SignInFailed, JournalKinds.SignedIn], entries.Select(entry => entry.Kind));
        Assert.IsFalse(entries.Any(entry => entry.Summary.Contains("wrong-secret") || entry.Summary.Contains(Password)));
    }

    [TestMethod]
    public async Task FirstAdministrator_ReplicasAtOnce_MakeOneAndItsPasswordWorks()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var first = stage.Get<FirstAdministrator>();
        await Task.WhenAll(first.EnsureAsync(test.CancellationToken), first.EnsureAsync(test.CancellationToken));
        var password = (await File.ReadAllTextAsync(Path.Combine(stage.Folder, "first-admin-password"), test.CancellationToken)).Trim();
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, "admin", password));
    }

    private static Task<SignInOutcome> TryAsync(IdentityStage stage, string name, string password) =>
        stage.WithSignInsAsync(people => people.SignInAsync(name, password, Here, CancellationToken.None));

    private static async Task<string> SignInAsync(IdentityStage stage) => ((SignInOutcome.SignedIn)await TryAsync(stage, "ada", Password)).Token;

    private async Task<IdentityStage> WithAdaAsync()
    {
        var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        await stage.WithPeopleAsync(people => people.CreateAsync("ada", Role.OnCall, "yul1", Password, mustChangePassword: false, "person:admin"));
        return stage;
    }
}
