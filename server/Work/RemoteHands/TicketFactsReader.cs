using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.RemoteHands.Locator;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Reads all that a ticket tells, in the transaction that opens it.</summary>
internal sealed class TicketFactsReader(SiteWindows windows, DashboardOptions dashboard, IOptions<LivenessOptions> liveness, TimeProvider time)
{
    private const int LinesPerCondition = 5;
    private const int ConsoleLines = 10;
    private const string NvmlSource = "nvml";
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LinesBefore = TimeSpan.FromMinutes(10);

    public async Task<(TicketFacts Facts, Site Site)> ReadAsync(
        Drain drain, string reference, FleetDb db, CancellationToken cancellationToken)
    {
        var host = await db.HostsEver.AsNoTracking().SingleAsync(row => row.Id == drain.HostId, cancellationToken);
        var site = await db.Sites.AsNoTracking().SingleAsync(row => row.Id == drain.SiteId, cancellationToken);
        var gpus = await db.Gpus.AsNoTracking().Where(row => row.HostId == drain.HostId)
            .ToDictionaryAsync(row => row.Uuid, row => new TicketGpu(row.Index, row.Slot, row.Model, row.PciAddress, row.Serial, row.Uuid, row.PartNumber), cancellationToken);
        var empty = await db.DrainSteps.AsNoTracking().Where(row => row.DrainId == drain.Id && row.To == DrainState.Empty)
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        var drainedAt = empty?.At ?? drain.StateSince;
        var inside = await LadderReader.GpusAsync(db, drain.HostId, cancellationToken);
        var tried = await LadderMemory.ReadAsync(db, drain.HostId, inside, time.GetUtcNow(), cancellationToken);
        var inventory = host.Inventory is null ? new Inventory() : Inventory.Parser.ParseFrom(host.Inventory);
        return (new TicketFacts
        {
            Reference = reference,
            Link = dashboard.LinkTo($"drains/{drain.Id}"),
            SiteName = site.Name,
            SiteId = site.Id,
            Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone),
            Contact = site.Contact,
            Rack = host.Rack,
            U = host.U,
            HostName = host.Name,
            AssetTag = host.AssetTag,
            BoardSerial = inventory.Host?.BoardSerial,
            BoardModel = inventory.Host is { } board ? $"{board.BoardVendor} {board.BoardName}".Trim() : null,
            Reason = drain.Reason,
            DrainedAt = drainedAt,
            Proof = empty?.Text ?? drain.WaitingFor,
            Touch = await TouchAsync(drain, db, cancellationToken),
            // An urgent repair does not wait for the Window.
            Window = drain.Urgent ? null : await windows.NextAsync(db, site.Id, drainedAt, cancellationToken),
            Evidence = [.. (await EvidenceAsync(drain, gpus, db, cancellationToken)).Select(item => item with
            {
                Remedy = SpentLadder.Remedy(item.Remedy, item.Gpu?.Uuid, tried, drain.Id, time.GetUtcNow()),
            })],
            Tried = TriedText.Summary(tried, NameOf),
            TriedLines = [.. tried.Select(one => TriedText.Line(one, NameOf))],
        }, site);

        string NameOf(string uuid) => gpus.TryGetValue(uuid, out var gpu) ? $"GPU {gpu.Index}" : uuid;
    }

    private async Task<TouchState> TouchAsync(Drain drain, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == drain.HostId, cancellationToken);
        var heard = liveness.Value.Of(heartbeat?.HeardAt, now) is Liveness.Live or Liveness.Late;
        var quiet = heard && heartbeat is { InFlight: 0, Queued: 0 } && Traffic.IsOver(drain, now);
        return new TouchState(
            quiet ? heartbeat!.HeardAt : null, heard ? heartbeat!.HeardAt : null, await LocatorLight.IsSeenLitAsync(db, drain.HostId, cancellationToken));
    }

    private static async Task<List<TicketEvidence>> EvidenceAsync(
        Drain drain, Dictionary<string, TicketGpu> gpus, FleetDb db, CancellationToken cancellationToken)
    {
        var conditions = await db.Conditions.AsNoTracking()
            .Where(row => row.HostId == drain.HostId && (row.State == ConditionState.Firing || drain.Conditions.Contains(row.Id)))
            .OrderBy(row => row.Since).ToListAsync(cancellationToken);
        var evidence = new List<TicketEvidence>();
        foreach (var condition in conditions)
        {
            var from = condition.Since - LinesBefore;
            var lines = await db.Events.AsNoTracking()
                // A Condition is dated by our clock, an Event by its Host's, which may be wrong: then the time of its arrival finds it.
                .Where(row => row.HostId == drain.HostId && row.Text != ""
                    && ((row.At >= from && row.At <= condition.LastFoundAt) || (row.ReceivedAt >= from && row.ReceivedAt <= condition.LastFoundAt + Arrival))
                    && (condition.GpuUuid == null || row.GpuUuid == null || row.GpuUuid == condition.GpuUuid))
                // NVML's own event of the same fault has a number and no more to say.
                .OrderBy(row => row.Source == NvmlSource).ThenByDescending(row => row.At)
                .Take(LinesPerCondition).Select(row => new { row.At, row.Text }).ToListAsync(cancellationToken);
            evidence.Add(new TicketEvidence(
                condition.FiredAt ?? condition.Since, condition.Code, gpus.GetValueOrDefault(condition.GpuUuid ?? condition.RemedyTarget ?? ""),
                condition.Sentence, condition.Action, condition.Remedy,
                [.. lines.OrderBy(line => line.At).Select(line => line.Text), .. ConsoleOf(condition)]));
        }

        return evidence;
    }

    /// <summary>The end of what a silent Host said on its serial console.</summary>
    private static IEnumerable<string> ConsoleOf(Condition condition) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(condition.Evidence)!.GetValueOrDefault(SilentConsole.Evidence, "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(ConsoleLines);
}
