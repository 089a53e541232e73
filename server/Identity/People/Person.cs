using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Somebody who signs in. Password hash, lock-out and their counters are ASP.NET Core Identity's.</summary>
internal sealed class Person : IdentityUser<Guid>
{
    public Role Role { get; set; }
    /// <summary>The one Site that the person may know of; null: all, of a technician none.</summary>
    public string? SiteId { get; set; }
    public bool Disabled { get; set; }
    /// <summary>The password was chosen by somebody else: nothing else is allowed before it is changed.</summary>
    public bool MustChangePassword { get; set; }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(person => person.Id);
        builder.Property(person => person.UserName).HasMaxLength(64).IsRequired();
        builder.Property(person => person.NormalizedUserName).HasMaxLength(64).IsRequired();
        builder.HasIndex(person => person.NormalizedUserName).IsUnique();
        builder.Property(person => person.ConcurrencyStamp).IsConcurrencyToken();
        // What Identity offers and the fleet does not use.
        builder.Ignore(person => person.Email);
        builder.Ignore(person => person.NormalizedEmail);
        builder.Ignore(person => person.EmailConfirmed);
        builder.Ignore(person => person.PhoneNumber);
        builder.Ignore(person => person.PhoneNumberConfirmed);
        builder.Ignore(person => person.TwoFactorEnabled);
    }
}
