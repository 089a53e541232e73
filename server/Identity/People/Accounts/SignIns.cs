using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People.Limits;
using SovereignFleet.Server.Identity.People.Passwords;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>What people do with their own passwords: sign in, and change them. Each is one transaction with its Journal entry.</summary>
internal sealed class SignIns(
    FleetDb db, UserManager<Person> manager, PasswordChecks passwords, Sessions sessions, SignInLocks locks, AccessDenials denials, TimeProvider time)
{
    private const string Busy = "Too many passwords are checked at once; try again in a moment.";
    private const string Locked = "Locked after repeated failures; wait five minutes.";

    /// <param name="place">Where the person sits.</param>
    public async Task<SignInOutcome> SignInAsync(string name, string password, CallerPlace place, CancellationToken cancellationToken)
    {
        var known = manager.NormalizeName(name);
        if (locks.IsLocked(known, place))
        {
            return new SignInOutcome.LockedOut();
        }

        if (locks.PauseOf(known) is var pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancellationToken);
        }

        // What is slow comes before the lock; what was found out is judged under it.
        var hash = await HashOfAsync(known, cancellationToken);
        if (await passwords.VerifyAsync(hash, password, cancellationToken) is not { } verified)
        {
            return new SignInOutcome.Busy();
        }

        var renewed = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(password, cancellationToken) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await LockAsync(known, cancellationToken);
        var isRight = verified != PasswordVerificationResult.Failed && person is { Disabled: false } && person.PasswordHash == hash;
        // Of a hundred guesses at once, those after the fifth change nothing and are not told: the Journal is not the guesser's to fill.
        if (!locks.Count(known, place, isRight))
        {
            return new SignInOutcome.LockedOut();
        }

        NoteSignIn(person, isRight, known, place);
        SignInOutcome outcome = isRight ? Begin(person!, renewed, place.Address) : new SignInOutcome.Refused();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <returns>The reason why not; null when done. The person's other sessions end.</returns>
    public async Task<string?> ChangePasswordAsync(
        string name, string current, string replacement, string token, CallerPlace place, CancellationToken cancellationToken)
    {
        var known = manager.NormalizeName(name);
        if (locks.IsLocked(known, place))
        {
            return Locked;
        }

        var hash = await HashOfAsync(known, cancellationToken);
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
        if (await LockAsync(known, cancellationToken) is not { } person)
        {
            return "There is no such person.";
        }

        // A stolen session must not be a way to guess the password unseen.
        var isRight = verified != PasswordVerificationResult.Failed && person.PasswordHash == hash;
        if (!locks.Count(known, place, isRight))
        {
            return Locked;
        }

        var why = !isRight ? await CountWrongAsync(person, known, place, cancellationToken)
            : WhyUnfit(person.UserName!, current, replacement) ?? await ReplaceAsync(person, renewed, token, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return why;
    }

    private void NoteSignIn(Person? person, bool isRight, string known, CallerPlace place)
    {
        if (isRight)
        {
            Note("person:" + person!.UserName, JournalKinds.SignedIn, $"{person.UserName} signed in from {place.Address}.");
        }
        else if (person is not null || denials.IsNews(place.Bucket, "a name that is not known"))
        {
            // A name that somebody has is locked after five; those that nobody has are without number.
            Note("person:" + (person?.UserName ?? "unknown"), JournalKinds.SignInFailed, Failure(person, place.Address, locks.IsLocked(known, place)));
        }
    }

    private async Task<string> CountWrongAsync(Person person, string known, CallerPlace place, CancellationToken cancellationToken)
    {
        Note("person:" + person.UserName, JournalKinds.SignInFailed, $"A change of the password of {person.UserName} was refused, from {place.Address}.");
        await db.SaveChangesAsync(cancellationToken);
        return locks.IsLocked(known, place) ? Locked : "The present password is not right.";
    }

    /// <returns>Null: it is done.</returns>
    private async Task<string?> ReplaceAsync(Person person, string renewed, string token, CancellationToken cancellationToken)
    {
        (person.PasswordHash, person.SecurityStamp, person.MustChangePassword) = (renewed, Guid.NewGuid().ToString(), false);
        Note("person:" + person.UserName, JournalKinds.PersonChanged, $"{person.UserName} changed the password.");
        await db.SaveChangesAsync(cancellationToken);
        await sessions.EndAllAsync(db, person.Id, token, cancellationToken);
        return null;
    }

    private SignInOutcome.SignedIn Begin(Person person, string? renewed, string address)
    {
        person.PasswordHash = renewed ?? person.PasswordHash;
        var (token, expiresAt) = sessions.Begin(db, person.Id, address);
        return new SignInOutcome.SignedIn(token, expiresAt, person);
    }

    private static string Failure(Person? person, string address, bool locks) =>
        (person is null ? $"Somebody tried to sign in with a name that is not known, from {address}" : $"A sign-in as {person.UserName} was refused, from {address}")
        + (locks ? "; the name is locked there for five minutes." : ".");

    private static string? WhyUnfit(string name, string current, string replacement) =>
        replacement == current ? "The new password is the present one; choose another." : PasswordFitness.WhyUnfit(replacement, name);

    /// <summary>Null: there is no such person.</summary>
    private Task<string?> HashOfAsync(string known, CancellationToken cancellationToken) =>
        db.People.AsNoTracking().Where(person => person.NormalizedUserName == known).Select(person => person.PasswordHash).SingleOrDefaultAsync(cancellationToken);

    private Task<Person?> LockAsync(string known, CancellationToken cancellationToken) =>
        db.People.FromSql($"SELECT * FROM people WHERE normalized_user_name = {known} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    private void Note(string actor, string kind, string summary) =>
        db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = kind, Summary = summary });
}
