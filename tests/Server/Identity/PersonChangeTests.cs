using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Identity.People.Limits;

namespace SovereignFleet.Tests.Server.Identity;

/// <summary>What an administrator does to people: roles, resets, and that somebody is always left to administer.</summary>
[TestClass]
public sealed class PersonChangeTests(TestContext test)
{
    private const string Password = "long enough words";
    private static readonly CallerPlace Here = new("10.0.0.1");

    [TestMethod]
    public async Task SetDisabledAsync_LastAdministrator_IsRefusedAndChangesNothing()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Operator, false), ("eve", Role.Admin, true));
        Assert.IsInstanceOfType<PersonChange.Refused>(await stage.WithPeopleAsync(people => people.SetDisabledAsync("ada", true, "person:bob", test.CancellationToken)));
        Assert.IsInstanceOfType<PersonChange.Refused>(await stage.WithPeopleAsync(people => people.SetRoleAsync("ada", Role.Viewer, null, "person:bob", test.CancellationToken)));

        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.IsTrue(await db.People.AnyAsync(person => person.UserName == "ada" && person.Role == Role.Admin && !person.Disabled, test.CancellationToken));
        Assert.IsFalse(await db.JournalEntries.AnyAsync(entry => entry.Actor == "person:bob", test.CancellationToken));
    }

    [TestMethod]
    public async Task SetDisabledAsync_TwoAdministratorsEachOther_OneIsLeft()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Admin, false));
        var changes = await Task.WhenAll(
            stage.WithPeopleAsync(people => people.SetDisabledAsync("ada", true, "person:bob", test.CancellationToken)),
            stage.WithPeopleAsync(people => people.SetDisabledAsync("bob", true, "person:ada", test.CancellationToken)));
        Assert.HasCount(1, changes.OfType<PersonChange.Done>());
        Assert.HasCount(1, changes.OfType<PersonChange.Refused>());
    }

    [TestMethod]
    public async Task SetRoleAsync_OtherRole_EndsTheSessionsAndIsInTheJournal()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Operator, false));
        var token = await SignInAsync(stage, "bob", Password);
        Assert.IsInstanceOfType<PersonChange.Done>(await stage.WithPeopleAsync(people => people.SetRoleAsync("bob", Role.Technician, "yul1", "person:ada", test.CancellationToken)));

        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
        var caller = await stage.Sessions.FindAsync(await SignInAsync(stage, "bob", Password), isUse: true, test.CancellationToken);
        Assert.AreEqual(new Caller("bob", Role.Technician, "yul1"), caller);
        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.IsTrue(await db.JournalEntries.AnyAsync(entry => entry.Summary == "person:ada made bob, who was Operator, Technician of yul1.", test.CancellationToken));
    }

    [TestMethod]
    [DataRow(Role.Viewer, "nowhere", "There is no site \"nowhere\"")]
    [DataRow(Role.Admin, "yul1", "administrator is of every Site")]
    [DataRow(Role.Technician, null, "A technician without a Site works nowhere")]
    [DataRow(Role.Unspecified, null, "role must be one of")]
    [DataRow((Role)77, null, "role must be one of")]
    public async Task RoleAndSite_ThatNobodyCanHave_AreRefusedWithTheReason(Role role, string? siteId, string why)
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Viewer, false));
        var (_, fault) = await stage.WithPeopleAsync(people => people.CreateAsync("carl", role, siteId, Password, true, "person:ada"));
        Assert.Contains(why, fault!);
        var change = await stage.WithPeopleAsync(people => people.SetRoleAsync("bob", role, siteId, "person:ada", test.CancellationToken));
        Assert.Contains(why, Assert.IsInstanceOfType<PersonChange.Unfit>(change).Why);
    }

    [TestMethod]
    public async Task ResetPasswordAsync_LockedPersonWithASession_GetsAPasswordThatMustBeChanged()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Viewer, false));
        var token = await SignInAsync(stage, "bob", Password);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await TryAsync(stage, "bob", "wrong");
        }

        var (given, change) = await stage.WithPeopleAsync(people => people.ResetPasswordAsync("BOB", "person:ada", test.CancellationToken));

        Assert.IsInstanceOfType<PersonChange.Done>(change);
        Assert.IsNull(await stage.Sessions.FindAsync(token, isUse: true, test.CancellationToken));
        Assert.IsInstanceOfType<SignInOutcome.Refused>(await TryAsync(stage, "bob", Password));
        Assert.IsTrue((await stage.Sessions.FindAsync(await SignInAsync(stage, "bob", given!), isUse: true, test.CancellationToken))!.MustChangePassword);
        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.IsFalse(await db.JournalEntries.AnyAsync(entry => entry.Summary.Contains(given!), test.CancellationToken));
    }

    [TestMethod]
    public async Task EndAsync_OneOfMany_EndsThatOneAndNobodyElses()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false), ("bob", Role.Viewer, false));
        var (mine, other, anothers) = (await SignInAsync(stage, "bob", Password), await SignInAsync(stage, "bob", Password), await SignInAsync(stage, "ada", Password));
        Assert.HasCount(2, await stage.Sessions.ListAsync("bob", test.CancellationToken));

        Assert.IsFalse(await stage.Sessions.EndAsync("bob", Sessions.Hash(anothers), test.CancellationToken));
        Assert.IsTrue(await stage.Sessions.EndAsync("bob", Sessions.Hash(other), test.CancellationToken));

        Assert.AreEqual(Here.Address, (await stage.Sessions.ListAsync("bob", test.CancellationToken)).Single().Address);
        Assert.IsNotNull(await stage.Sessions.FindAsync(mine, isUse: true, test.CancellationToken));
        Assert.IsNull(await stage.Sessions.FindAsync(other, isUse: true, test.CancellationToken));
        Assert.IsNotNull(await stage.Sessions.FindAsync(anothers, isUse: true, test.CancellationToken));
    }

    [TestMethod]
    public async Task ApiToken_UntilItIsWithdrawnOrExpires_CallsUnderItsName()
    {
        await using var stage = await WithAsync(("ada", Role.Admin, false));
        var tokens = stage.Get<ApiTokens>();
        var made = (await tokens.CreateAsync("metrics", Role.Viewer, "yul1", TimeSpan.FromDays(2), "person:ada", test.CancellationToken))!.Value;
        var brief = (await tokens.CreateAsync("brief", Role.Operator, null, TimeSpan.FromDays(1), "person:ada", test.CancellationToken))!.Value;
        Assert.IsNull(await tokens.CreateAsync("metrics", Role.Viewer, null, TimeSpan.FromDays(1), "person:ada", test.CancellationToken));

        var caller = await tokens.FindAsync(made.Token, test.CancellationToken);
        Assert.AreEqual(new Caller("metrics", Role.Viewer, "yul1") { IsProgram = true }, caller);
        Assert.AreEqual("token:metrics", caller!.Actor);
        Assert.AreEqual(stage.Time.GetUtcNow().ToUnixTimeSeconds(), (await tokens.ListAsync(null, 9, test.CancellationToken)).Single(row => row.Name == "metrics").LastUsedAt!.Value.ToUnixTimeSeconds());

        stage.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsNull(await tokens.FindAsync(brief.Token, test.CancellationToken));
        Assert.IsNotNull(await tokens.FindAsync(made.Token, test.CancellationToken));
        Assert.IsTrue(await tokens.WithdrawAsync(made.Kept.Id, "person:ada", test.CancellationToken));
        Assert.IsNull(await tokens.FindAsync(made.Token, test.CancellationToken));
        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.AreSequenceEqual(
            ["person:ada made the API token metrics as Viewer of yul1, until " + $"{made.Kept.ExpiresAt:yyyy-MM-dd}.", "person:ada withdrew the API token metrics."],
            await db.JournalEntries.Where(entry => entry.Summary.Contains("metrics")).OrderBy(entry => entry.Id).Select(entry => entry.Summary).ToListAsync(test.CancellationToken));
    }

    private static Task<SignInOutcome> TryAsync(IdentityStage stage, string name, string password) =>
        stage.WithSignInsAsync(people => people.SignInAsync(name, password, Here, CancellationToken.None));

    private static async Task<string> SignInAsync(IdentityStage stage, string name, string password) =>
        Assert.IsInstanceOfType<SignInOutcome.SignedIn>(await TryAsync(stage, name, password)).Token;

    private async Task<IdentityStage> WithAsync(params (string Name, Role Role, bool Disabled)[] everybody)
    {
        var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        foreach (var (name, role, disabled) in everybody)
        {
            await stage.WithPeopleAsync(people => people.CreateAsync(name, role, null, Password, mustChangePassword: false, "system"));
            if (disabled)
            {
                await stage.WithPeopleAsync(people => people.SetDisabledAsync(name, true, "system", test.CancellationToken));
            }
        }

        return stage;
    }
}
