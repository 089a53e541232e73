using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Local accounts: ASP.NET Core Identity's hashing and lock-out, each change in one transaction with its Journal entry.</summary>
internal sealed class PersonDirectory(FleetDb db, UserManager<Person> manager, Sessions sessions, TimeProvider time)
{
    // Verified in place of a person that is not there, so that both answers take the same time.
    private static readonly string NobodysHash = new PasswordHasher<Person>().HashPassword(new Person(), Guid.NewGuid().ToString());

    public async Task<SignInOutcome> SignInAsync(string name, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await LockAsync(name, cancellationToken);
        var outcome = await JudgeAsync(person, password);
        Note("person:" + (person?.UserName ?? "unknown"), outcome is SignInOutcome.SignedIn ? JournalKinds.SignedIn : JournalKinds.SignInFailed, outcome switch
        {
            SignInOutcome.SignedIn => $"{person!.UserName} signed in.",
            SignInOutcome.LockedOut => $"{person!.UserName} is locked out after repeated failures.",
            _ => person is null ? "Somebody tried to sign in with a name that is not known." : $"A sign-in as {person.UserName} was refused.",
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <returns>The reason why not; null when done. The person's other sessions end.</returns>
    public async Task<string?> ChangePasswordAsync(string name, string current, string replacement, string token, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await LockAsync(name, cancellationToken);
        if (person is null)
        {
            return "There is no such person.";
        }
        // A stolen session must not be a way to guess the password unseen.
        if (await manager.IsLockedOutAsync(person) || !await manager.CheckPasswordAsync(person, current))
        {
            var why = await CountWrongAsync(person, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return why;
        }

        person.MustChangePassword = false;
        Note("person:" + name, JournalKinds.PersonChanged, $"{name} changed the password.");
        var result = await manager.ChangePasswordAsync(person, current, replacement);
        if (!result.Succeeded)
        {
            return Text(result);
        }

        await sessions.EndAllAsync(db, person.Id, token, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <returns>The person, or the reason why not.</returns>
    public async Task<(Person? Person, string? Fault)> CreateAsync(
        string name, Role role, string? siteId, string password, bool mustChangePassword, string actor)
    {
        var person = new Person { Id = Guid.CreateVersion7(), UserName = name, Role = role, SiteId = siteId, MustChangePassword = mustChangePassword, LockoutEnabled = true };
        Note(actor, JournalKinds.PersonChanged, $"{actor} created {name} as {role}{(siteId is null ? "" : " of " + siteId)}.");
        var result = await manager.CreateAsync(person, password);
        return result.Succeeded ? (person, null) : (null, Text(result));
    }

    /// <returns>Null: there is no such person. Disabling ends the person's sessions.</returns>
    public async Task<Person?> SetDisabledAsync(string name, bool disabled, string actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await FindAsync(name);
        if (person is null)
        {
            return null;
        }

        person.Disabled = disabled;
        Note(actor, JournalKinds.PersonChanged, $"{actor} {(disabled ? "disabled" : "enabled")} {person.UserName}.");
        await db.SaveChangesAsync(cancellationToken);
        if (disabled)
        {
            await sessions.EndAllAsync(db, person.Id, except: null, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return person;
    }

    /// <summary>By name.</summary>
    /// <param name="after">Only those whose names come after this one; null: from the first on.</param>
    public Task<List<Person>> ListAsync(string? after, int most, CancellationToken cancellationToken) =>
        db.People.AsNoTracking().Where(person => after == null || string.Compare(person.UserName, after) > 0)
            .OrderBy(person => person.UserName).Take(most).ToListAsync(cancellationToken);

    public Task<Person?> FindAsync(string name) => manager.FindByNameAsync(name);

    // The lock counts guesses one after the other: a hundred at once are a hundred.
    private Task<Person?> LockAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = manager.NormalizeName(name);
        return db.People.FromSql($"SELECT * FROM people WHERE normalized_user_name = {normalized} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
    }

    /// <returns>What to tell the person.</returns>
    private async Task<string> CountWrongAsync(Person person, CancellationToken cancellationToken)
    {
        Note("person:" + person.UserName, JournalKinds.SignInFailed, $"A change of the password of {person.UserName} was refused.");
        if (!await manager.IsLockedOutAsync(person))
        {
            await manager.AccessFailedAsync(person);
        }

        await db.SaveChangesAsync(cancellationToken);
        return await manager.IsLockedOutAsync(person)
            ? "Locked after repeated failures; wait five minutes."
            : "The present password is not right.";
    }

    private async Task<SignInOutcome> JudgeAsync(Person? person, string password)
    {
        if (person is null)
        {
            manager.PasswordHasher.VerifyHashedPassword(new Person(), NobodysHash, password);
            return new SignInOutcome.Refused();
        }

        if (await manager.IsLockedOutAsync(person))
        {
            return new SignInOutcome.LockedOut();
        }

        if (!await manager.CheckPasswordAsync(person, password))
        {
            await manager.AccessFailedAsync(person);
            return new SignInOutcome.Refused();
        }

        if (person.Disabled)
        {
            return new SignInOutcome.Refused();
        }

        await manager.ResetAccessFailedCountAsync(person);
        var (token, expiresAt) = sessions.Begin(db, person.Id);
        return new SignInOutcome.SignedIn(token, expiresAt, person);
    }

    private void Note(string actor, string kind, string summary) =>
        db.Add(new Journal.JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = kind, Summary = summary });

    private static string Text(IdentityResult result) => string.Join(' ', result.Errors.Select(error => error.Description));
}
