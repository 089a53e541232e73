namespace SovereignFleet.Server.Journal;

internal static class JournalRegistration
{
    /// <summary>The append-only record, its hash chain and the checkpoints.</summary>
    public static IHostApplicationBuilder AddJournal(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JournalChain>();
        builder.Services.AddSingleton<JournalCheckpoints>();
        builder.Services.AddSingleton<JournalVerifier>();
        builder.Services.AddHostedService<JournalSealer>();
        return builder;
    }
}
