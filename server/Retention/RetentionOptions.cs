using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Retention;

/// <summary>Section <c>Retention</c>. The Journal, and the Conditions, Drains, Tickets and Alerts that it tells of, are kept for ever.</summary>
internal sealed class RetentionOptions : IServerOptions
{
    /// <summary>How long a delivered or rejected message stays in the outbox: as long as an Alert shows how it was delivered.</summary>
    public TimeSpan Outbox { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long Events and the commands to agents are kept: predictions look back over a year.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long the files that commands made are kept: as long as a maker takes over a case.</summary>
    public TimeSpan Files { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a Window or a blackout that is over, or was deleted, is kept. What was declared and changed stays in the Journal.</summary>
    public TimeSpan Windows { get; set; } = TimeSpan.FromDays(90);

    public IEnumerable<string> Faults()
    {
        (string Key, TimeSpan Value)[] all = [(nameof(Outbox), Outbox), (nameof(Files), Files), (nameof(Events), Events), (nameof(Windows), Windows)];
        return all.Where(item => item.Value < TimeSpan.FromDays(1)).Select(item => $"Retention:{item.Key} must be at least one day.");
    }
}
