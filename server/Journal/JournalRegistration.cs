namespace SovereignFleet.Server.Journal;

internal static class JournalRegistration
{
    /// <summary>The append-only record, its hash chain and the outbox.</summary>
    public static IHostApplicationBuilder AddJournal(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<JournalChain>();
        builder.Services.AddSingleton<JournalCheckpoints>();
        builder.Services.AddSingleton<JournalVerifier>();
        builder.Services.AddHostedService<JournalSealer>();
        builder.Services.AddSingleton<OutboxQueue>();
        builder.Services.AddHostedService<OutboxDispatcher>();
        return builder;
    }
}
