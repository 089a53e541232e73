using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Journal.Sealing;
using SovereignFleet.Server.Journal.Sinks;

namespace SovereignFleet.Server.Journal.Proof;

internal static class JournalRegistration
{
    /// <summary>The append-only record, its hash chain, the checkpoints and their sinks.</summary>
    public static IHostApplicationBuilder AddJournal(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<JournalOptions>("Journal");
        builder.Services.AddSingleton<AgentJournal>();
        builder.Services.AddSingleton<CheckpointLedger>();
        builder.Services.AddSingleton<JournalChain>();
        builder.Services.AddSingleton<FolderSink>();
        builder.Services.AddSingleton<JournalSinks>();
        builder.Services.AddSingleton<JournalGuard>();
        builder.Services.AddSingleton<JournalFaults>();
        builder.Services.AddSingleton<JournalVerifier>();
        builder.Services.AddHostedService<JournalSealer>();
        builder.Services.AddHostedService<JournalWatch>();
        builder.Services.AddHostedService<JournalWalk>();
        return builder;
    }
}
