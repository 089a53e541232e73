using System.Text.Json;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>What people do to Windows. Each change stands in the Journal, in the transaction of the change. What is unfit is an
/// <see cref="RpcException"/> with the sentence for the person.</summary>
internal sealed class WindowChanges(FleetDb db, TimeProvider time)
{
    public async Task<MaintenanceWindow> DeclareAsync(MaintenanceWindow said, List<string> faults, Caller caller, CancellationToken cancellationToken)
    {
        var zone = await ZoneAsync(said.SiteId, caller, cancellationToken);
        if (!Names.IsWord(said.Name))
        {
            faults.Add($"name: \"{said.Name}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }

        Check(said, zone, faults);
        var standing = await db.MaintenanceWindows.IgnoreQueryFilters()
            .SingleOrDefaultAsync(row => row.SiteId == said.SiteId && row.Name == said.Name, cancellationToken);
        if (standing is { RetiredAt: null })
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"{said.SiteId} has a Window {said.Name}: change that one, or take another name."));
        }

        // One that was deleted left its row for the history that names it.
        var window = standing ?? said;
        if (standing is null)
        {
            db.Add(said);
        }
        else
        {
            standing.Take(said);
            (standing.RetiredAt, standing.NoticeUid, standing.NoticeSequence) = (null, null, 0);
        }

        await KeepAsync(window, JournalKinds.WindowDeclared, $"{caller.Name} declared the Window {Words(window)}.", caller, cancellationToken);
        return window;
    }

    public async Task<MaintenanceWindow> UpdateAsync(MaintenanceWindow said, uint version, List<string> faults, Caller caller, CancellationToken cancellationToken)
    {
        var zone = await ZoneAsync(said.SiteId, caller, cancellationToken);
        var window = await FindAsync(said.SiteId, said.Name, cancellationToken);
        Check(said, zone, faults);
        ThrowIfOlder(version, window.Version, window.ChangedBy);
        var before = Words(window);
        window.Take(said);
        await KeepAsync(window, JournalKinds.WindowDeclared, $"{caller.Name} changed the Window {before} to {Words(window)}.", caller, cancellationToken);
        return window;
    }

    public async Task DeleteAsync(string siteId, string name, string reason, Caller caller, CancellationToken cancellationToken)
    {
        await ZoneAsync(siteId, caller, cancellationToken);
        var window = await FindAsync(siteId, name, cancellationToken);
        window.RetiredAt = time.GetUtcNow();
        await KeepAsync(window, JournalKinds.WindowDeleted, $"{caller.Name} deleted the Window {Words(window)}.{Because(reason)}", caller, cancellationToken);
    }

    /// <summary>The zone of a Site that the caller may know of.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(string siteId, Caller caller, CancellationToken cancellationToken) =>
        SiteScope.Of(caller).Includes(siteId) && await db.Sites.Where(site => site.Id == siteId).Select(site => site.TimeZone).SingleOrDefaultAsync(cancellationToken) is { } zone
            ? TimeZoneInfo.FindSystemTimeZoneById(zone)
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no site \"{siteId}\"."));

    /// <exception cref="RpcException">ABORTED: somebody changed it since it was read.</exception>
    public static void ThrowIfOlder(uint read, uint stands, string changedBy)
    {
        if (read != stands)
        {
            throw new RpcException(new Status(StatusCode.Aborted, $"It was changed by {changedBy} since you read it: read it again, then repeat."));
        }
    }

    public static string Because(string reason)
    {
        const int Longest = 500;
        return reason.Length > Longest ? throw new RpcException(new Status(StatusCode.InvalidArgument, $"reason: has at most {Longest} characters."))
            : reason.Trim().Length == 0 ? "" : $" Reason: {reason.Trim().TrimEnd('.')}.";
    }

    public static void ThrowIfAny(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, string.Join('\n', faults)));
        }
    }

    /// <summary>"weekly of yul1 (2026-12-06T02:00 for 04:00:00, FREQ=WEEKLY;BYDAY=SU)"</summary>
    public static string Words(MaintenanceWindow window) =>
        $"{window.Name} of {window.SiteId} ({WallClock.Write(window.FirstStart)} for {window.Duration:c}"
        + (window.Rule is null ? "" : $", {window.Rule}")
        + (window.Ends is { } ends ? $", until {WallClock.Write(ends)}" : "")
        + (window.AtOnce is { } most ? $", {most} at once" : "") + ")";

    private async Task<MaintenanceWindow> FindAsync(string siteId, string name, CancellationToken cancellationToken) =>
        await db.MaintenanceWindows.SingleOrDefaultAsync(row => row.SiteId == siteId && row.Name == name, cancellationToken)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no Window \"{name}\" of {siteId}."));

    private static void Check(MaintenanceWindow said, TimeZoneInfo zone, List<string> faults)
    {
        faults.AddRange(faults.Count > 0 ? [] : WindowFaults.Of(said, zone).Select(fault => $"{fault.Key}: {fault.Fault}"));
        ThrowIfAny(faults);
    }

    private async Task KeepAsync(MaintenanceWindow window, string kind, string summary, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        window.Changed(caller.Actor, now);
        db.Add(new JournalEntry
        {
            At = now,
            Actor = caller.Actor,
            Kind = kind,
            SiteId = window.SiteId,
            Summary = summary,
            Data = JsonSerializer.Serialize(new
            {
                site = window.SiteId,
                name = window.Name,
                firstStart = WallClock.Write(window.FirstStart),
                duration = window.Duration,
                rule = window.Rule,
                except = window.Except,
                ends = window.Ends is { } ends ? WallClock.Write(ends) : null,
                atOnce = window.AtOnce,
                note = window.Note,
            }),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
