using System.Text.Json;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.History;

/// <summary>What is told of a Drain, in the caller's transaction.</summary>
internal static class DrainHistory
{
    /// <summary>A move: a step of the Drain and an entry of the Journal. The Drain is in its new state already.</summary>
    /// <param name="from">Null: it was proposed.</param>
    /// <param name="summary">The Journal's sentence.</param>
    public static void Moved(
        FleetDb db, Drain drain, DrainState? from, string actor, string text, string summary, DateTimeOffset now)
    {
        db.Add(new DrainStep { DrainId = drain.Id, From = from, To = drain.State, At = now, Actor = actor, Text = text });
        Told(db, drain, JournalKinds.DrainMoved, actor, summary, now,
            JsonSerializer.Serialize(new { from = from?.ToString() ?? "", to = drain.State.ToString() }));
    }

    /// <summary>No move, and worth a line of the Drain's own story.</summary>
    public static void Noted(FleetDb db, Drain drain, string kind, string actor, string text, DateTimeOffset now)
    {
        db.Add(new DrainStep { DrainId = drain.Id, From = drain.State, To = drain.State, At = now, Actor = actor, Text = text });
        Told(db, drain, kind, actor, text, now);
    }

    /// <summary>Anything else: an entry of the Journal.</summary>
    public static void Told(
        FleetDb db, Drain drain, string kind, string actor, string summary, DateTimeOffset now, string data = "{}") => db.Add(new JournalEntry
        {
            At = now,
            Actor = actor,
            Kind = kind,
            SiteId = drain.SiteId,
            HostId = drain.HostId,
            GpuUuid = drain.GpuUuid,
            DrainId = drain.Id,
            Summary = summary,
            Data = data,
        });
}
