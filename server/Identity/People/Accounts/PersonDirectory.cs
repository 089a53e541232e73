using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.People.Limits;
using SovereignFleet.Server.Identity.People.Passwords;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using Role = SovereignFleet.Proto.Fleet.Role;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>Local accounts, as an administrator sees them. Each change is one transaction with its Journal entry.</summary>
internal sealed class PersonDirectory(
    FleetDb db, UserManager<Person> manager, PasswordChecks passwords, Sessions sessions, SignInLocks locks, IKnownSites sites, TimeProvider time)
{
    private const string LastAdministrator = "This is the last administrator who may sign in: make another one first, or nobody could administer the fleet.";

    /// <summary>Long enough to be guessed by nobody, short enough to be read out.</summary>
    public static string OneTimePassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));

    /// <returns>The person, or the reason why not.</returns>
    public async Task<(Person? Person, string? Fault)> CreateAsync(
        string name, Role role, string? siteId, string password, bool mustChangePassword, string actor)
    {
        if (await WhyUnfitAsync(role, siteId, CancellationToken.None) is { } unfit)
        {
            return (null, unfit);
        }

        var person = new Person { Id = Guid.CreateVersion7(), UserName = name, Role = role, SiteId = siteId, MustChangePassword = mustChangePassword, LockoutEnabled = true };
        Note(actor, $"{actor} created {name} as {Words(person)}.");
        var result = await manager.CreateAsync(person, password);
        return result.Succeeded ? (person, null) : (null, string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    /// <summary>Disabling ends the person's sessions.</summary>
    public Task<PersonChange> SetDisabledAsync(string name, bool disabled, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(name, endsSessions: disabled, person =>
        {
            person.Disabled = disabled;
            return $"{actor} {(disabled ? "disabled" : "enabled")} {person.UserName}.";
        }, actor, cancellationToken);

    /// <summary>Ends the person's sessions: what is open was opened with other rights.</summary>
    public async Task<PersonChange> SetRoleAsync(string name, Role role, string? siteId, string actor, CancellationToken cancellationToken) =>
        await WhyUnfitAsync(role, siteId, cancellationToken) is { } unfit
            ? new PersonChange.Unfit(unfit)
            : await ChangeAsync(name, endsSessions: true, person =>
            {
                var before = Words(person);
                (person.Role, person.SiteId) = (role, siteId);
                return $"{actor} made {person.UserName}, who was {before}, {Words(person)}.";
            }, actor, cancellationToken);

    /// <summary>A password that the person must change at the first sign-in. Ends the person's sessions.</summary>
    /// <returns>The password is told once; null: too many are hashed already, or the change was not done.</returns>
    public async Task<(string? Password, PersonChange? Change)> ResetPasswordAsync(string name, string actor, CancellationToken cancellationToken)
    {
        var password = OneTimePassword();
        if (await passwords.HashAsync(password, cancellationToken) is not { } hash)
        {
            return (null, null);
        }

        var change = await ChangeAsync(name, endsSessions: true, person =>
        {
            (person.PasswordHash, person.SecurityStamp, person.MustChangePassword) = (hash, Guid.NewGuid().ToString(), true);
            return $"{actor} gave {person.UserName} a one-time password.";
        }, actor, cancellationToken);
        if (change is PersonChange.Done)
        {
            locks.Forgive(manager.NormalizeName(name));
        }

        return (password, change);
    }

    /// <summary>By name.</summary>
    /// <param name="after">Only those whose names come after this one; null: from the first on.</param>
    public Task<List<Person>> ListAsync(string? after, int most, CancellationToken cancellationToken) =>
        db.People.AsNoTracking().Where(person => after == null || string.Compare(person.UserName, after) > 0)
            .OrderBy(person => person.UserName).Take(most).ToListAsync(cancellationToken);

    public Task<Person?> FindAsync(string name) => manager.FindByNameAsync(name);

    /// <returns>Why nobody can have this role at this Site; null: somebody can.</returns>
    public async Task<string?> WhyUnfitAsync(Role role, string? siteId, CancellationToken cancellationToken) =>
        !Enum.IsDefined(role) || role == Role.Unspecified ? "role must be one of VIEWER, TECHNICIAN, ON_CALL, OPERATOR, ADMIN."
        : role == Role.Technician && siteId is null ? "A technician without a Site works nowhere: name one as site_id."
        : role == Role.Admin && siteId is not null ? "An administrator is of every Site: leave site_id empty."
        : siteId is not null && !await sites.HasAsync(siteId, cancellationToken) ? $"There is no site \"{siteId}\": declare it in the inventory first."
        : null;

    private async Task<PersonChange> ChangeAsync(
        string name, bool endsSessions, Func<Person, string> change, string actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two administrators who disable each other at once: the second is told that it would be the last.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Administrators})", cancellationToken);
        if (await FindAsync(name) is not { } person)
        {
            return new PersonChange.Missing();
        }

        var wasAdministrator = person is { Role: Role.Admin, Disabled: false };
        Note(actor, change(person));
        await db.SaveChangesAsync(cancellationToken);
        if (wasAdministrator && !await db.People.AnyAsync(other => other.Role == Role.Admin && !other.Disabled && other.SiteId == null, cancellationToken))
        {
            return new PersonChange.Refused(LastAdministrator);
        }

        if (endsSessions)
        {
            await sessions.EndAllAsync(db, person.Id, except: null, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new PersonChange.Done(person);
    }

    private static string Words(Person person) => $"{person.Role}{(person.SiteId is null ? "" : " of " + person.SiteId)}";

    private void Note(string actor, string summary) =>
        db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = JournalKinds.PersonChanged, Summary = summary });
}
