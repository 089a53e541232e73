using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Server.Postgres;

/// <summary>The one database: a set for each table. What a table looks like its capability says, by an
/// <see cref="IEntityTypeConfiguration{T}"/> in the entity's own file.</summary>
internal sealed class FleetDb(DbContextOptions<FleetDb> options) : DbContext(options)
{
    public DbSet<AgentCommand> AgentCommands => Set<AgentCommand>();
    public DbSet<AgentLineage> AgentLineages => Set<AgentLineage>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<Blackout> Blackouts => Set<Blackout>();
    public DbSet<CapacityReservation> CapacityReservations => Set<CapacityReservation>();
    public DbSet<CommandFilePart> CommandFileParts => Set<CommandFilePart>();
    public DbSet<CommandFile> CommandFiles => Set<CommandFile>();
    public DbSet<Condition> Conditions => Set<Condition>();
    public DbSet<Drain> Drains => Set<Drain>();
    public DbSet<DrainStep> DrainSteps => Set<DrainStep>();
    public DbSet<EnrollmentToken> EnrollmentTokens => Set<EnrollmentToken>();
    public DbSet<ExpectedProfile> ExpectedProfiles => Set<ExpectedProfile>();
    public DbSet<StoredEvent> Events => Set<StoredEvent>();
    public DbSet<GatewayBmc> GatewayBmcs => Set<GatewayBmc>();
    public DbSet<Gpu> Gpus => Set<Gpu>();
    public DbSet<HostHeartbeat> Heartbeats => Set<HostHeartbeat>();
    public DbSet<Fleet.Host> Hosts => Set<Fleet.Host>();
    public DbSet<IssuedCertificate> IssuedCertificates => Set<IssuedCertificate>();
    public DbSet<JournalEntry> JournalEntries => Set<JournalEntry>();
    public DbSet<JournalHead> JournalHeads => Set<JournalHead>();
    public DbSet<MaintenanceWindow> MaintenanceWindows => Set<MaintenanceWindow>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<PersonSession> PersonSessions => Set<PersonSession>();
    public DbSet<PlanHost> PlanHosts => Set<PlanHost>();
    public DbSet<Plan> Plans => Set<Plan>();
    public DbSet<Pool> Pools => Set<Pool>();
    public DbSet<Risk> Risks => Set<Risk>();
    public DbSet<Site> Sites => Set<Site>();
    public DbSet<StoredAuthority> StoredAuthorities => Set<StoredAuthority>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<WorkStep> WorkSteps => Set<WorkStep>();

    /// <summary>With those that were retired: for what tells of the past. <see cref="Hosts"/> are those of the fleet.</summary>
    public IQueryable<Fleet.Host> HostsEver => Hosts.IgnoreQueryFilters();

    /// <inheritdoc cref="HostsEver"/>
    public IQueryable<Pool> PoolsEver => Pools.IgnoreQueryFilters();

    /// <inheritdoc cref="HostsEver"/>
    public IQueryable<Site> SitesEver => Sites.IgnoreQueryFilters();

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
