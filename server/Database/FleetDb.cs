using Microsoft.EntityFrameworkCore;

namespace SovereignFleet.Server.Database;

/// <summary>The one database. Each capability declares its own tables by an <see cref="IEntityTypeConfiguration{T}"/> in
/// its folder and reaches them by <c>Set&lt;T&gt;()</c>, so that this class depends on none of them.</summary>
internal sealed class FleetDb(DbContextOptions<FleetDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FleetDb).Assembly);
        SnakeCase.Apply(modelBuilder.Model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Enums are words in the database: a person reads them at 3 a.m. in psql.
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
    }
}
