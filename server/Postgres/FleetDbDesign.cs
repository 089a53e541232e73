using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SovereignFleet.Server.Postgres;

/// <summary>What <c>dotnet ef migrations add</c> looks at: the model alone, no server and no database.</summary>
internal sealed class FleetDbDesign : IDesignTimeDbContextFactory<FleetDb>
{
    public FleetDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<FleetDb>().UseNpgsql().Options);
}
