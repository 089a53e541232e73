using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Work.RemoteHands.Providers;

namespace SovereignFleet.Server.Checks;

/// <summary>A ticket and an alert that say that they are a test, sent at once and not by the outbox: whoever asks waits for the answer. Each stands in the
/// Journal before it is out.</summary>
internal sealed class TestMessages(IDbContextFactory<FleetDb> contexts, TicketProviders providers, AlertChannels channels, TimeProvider time)
{
    public const string AlertName = "SovereignFleetTest";

    /// <returns>Null: there is no such Site.</returns>
    public async Task<Check?> SendTicketAsync(string siteId, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(site => site.Id == siteId, cancellationToken) is not { } site)
        {
            return null;
        }

        if (site.TicketProvider is not { } name || providers.Find(name) is not { } provider)
        {
            return new Check($"site {siteId}", false, "it has no ticketProvider: its tickets stay on the dashboard");
        }

        var now = time.GetUtcNow();
        var reference = $"SF-TEST-{now:yyyyMMddHHmmssfff}";
        await NoteAsync(db, actor, $"{actor} sent the test ticket {reference} to the {name} of site {siteId}.", siteId, cancellationToken);
        var job = new TicketJob(
            reference, $"[{reference}] Test of SovereignFleet: nothing is to be done", $"{actor} tests whether tickets of {site.Name} arrive. Nothing is to be done.\n", site.TicketSettings, now);
        return new Check($"site {siteId}", false, "").With((await provider.CreateAsync(job, cancellationToken)).Outcome, $"the test ticket {reference} is out by {name}");
    }

    public async Task<IReadOnlyList<Check>> SendAlertAsync(string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await NoteAsync(db, actor, $"{actor} sent a test alert to {channels.All.Count} channels.", null, cancellationToken);
        var alert = new AlertState
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Labels = new Dictionary<string, string> { ["alertname"] = AlertName, ["severity"] = "info" },
            Annotations = new Dictionary<string, string>
            {
                ["summary"] = $"{actor} tests whether alerts of SovereignFleet arrive.",
                ["description"] = "Nothing is wrong, and nothing is to be done.",
            },
            StartedAt = time.GetUtcNow(),
        };
        return await Task.WhenAll(channels.All.Select(channel => SendAsync(channel, alert, cancellationToken)));
    }

    private async Task<Check> SendAsync(IAlertChannel channel, AlertState alert, CancellationToken cancellationToken)
    {
        var outcome = await channel.SendAsync([alert], cancellationToken);
        if (outcome is DeliveryOutcome.Delivered && !channel.EndsByItself)
        {
            outcome = await channel.SendAsync([alert with { EndedAt = time.GetUtcNow() }], cancellationToken);
        }

        return new Check(channel.Name, false, "").With(outcome, "took the test alert");
    }

    private async Task NoteAsync(FleetDb db, string actor, string summary, string? siteId, CancellationToken cancellationToken)
    {
        db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = JournalKinds.TestSent, SiteId = siteId, Summary = summary });
        await db.SaveChangesAsync(cancellationToken);
    }
}
