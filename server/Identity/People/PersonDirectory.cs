using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People.Passwords;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Local accounts: ASP.NET Core Identity's hashing and lock-out, each change in one transaction with its Journal entry.</summary>
internal sealed class PersonDirectory(FleetDb db, UserManager<Person> manager, PasswordChecks passwords, Sessions sessions, TimeProvider time)
{
    private const string Busy = "Too many passwords are checked at once; try again in a moment.";

    public async Task<SignInOutcome> SignInAsync(string name, string password, CancellationToken cancellationToken)
    {
        // What is slow comes before the lock; what was found out is judged under it.
        var hash = await HashOfAsync(name, cancellationToken);
        if (await passwords.VerifyAsync(hash, password, cancellationToken) is not { } verified)
        {
            return new SignInOutcome.Busy();
        }

        var renewed = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(password, cancellationToken) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await LockAsync(name, cancellationToken);
        var outcome = await JudgeAsync(person, verified != PasswordVerificationResult.Failed && person?.PasswordHash == hash);
        if (outcome is SignInOutcome.SignedIn && renewed is not null)
        {
            person!.PasswordHash = renewed;
        }

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
        var hash = await HashOfAsync(name, cancellationToken);
        if (hash is null)
        {
            return "There is no such person.";
        }

        if (await passwords.VerifyAsync(hash, current, cancellationToken) is not { } verified
            || await passwords.HashAsync(replacement, cancellationToken) is not { } renewed)
        {
            return Busy;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await LockAsync(name, cancellationToken);
        if (person is null)
        {
            return "There is no such person.";
        }
        // A stolen session must not be a way to guess the password unseen.
        if (await manager.IsLockedOutAsync(person) || verified == PasswordVerificationResult.Failed || person.PasswordHash != hash)
        {
            var why = await CountWrongAsync(person, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return why;
        }

        if (await WhyUnfitAsync(person, current, replacement) is { } unfit)
        {
            return unfit;
        }

        (person.PasswordHash, person.SecurityStamp, person.MustChangePassword) = (renewed, Guid.NewGuid().ToString(), false);
        Note("person:" + name, JournalKinds.PersonChanged, $"{name} changed the password.");
        await db.SaveChangesAsync(cancellationToken);
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

    /// <summary>Null: there is no such person.</summary>
    private Task<string?> HashOfAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = manager.NormalizeName(name);
        return db.People.AsNoTracking().Where(person => person.NormalizedUserName == normalized).Select(person => person.PasswordHash).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<string?> WhyUnfitAsync(Person person, string current, string replacement)
    {
        if (replacement == current)
        {
            return "The new password is the present one; choose another.";
        }

        foreach (var rule in manager.PasswordValidators)
        {
            var result = await rule.ValidateAsync(manager, person, replacement);
            if (!result.Succeeded)
            {
                return Text(result);
            }
        }

        return null;
    }

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

    private async Task<SignInOutcome> JudgeAsync(Person? person, bool isRight)
    {
        if (person is null)
        {
            return new SignInOutcome.Refused();
        }

        // Asked after the check, so that of a hundred guesses at once the first five count.
        if (await manager.IsLockedOutAsync(person))
        {
            return new SignInOutcome.LockedOut();
        }

        if (!isRight)
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
