using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity;

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
