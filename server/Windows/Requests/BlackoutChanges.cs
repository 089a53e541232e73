using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>What people do to blackouts. Each change stands in the Journal, in the transaction of the change.</summary>
internal sealed class BlackoutChanges(FleetDb db, WindowChanges windows, TimeProvider time)
{
    public async Task<Blackout> DeclareAsync(Wire.Blackout said, Caller caller, CancellationToken cancellationToken)
    {
        var site = said.SiteId.Length == 0 ? null : said.SiteId;
        await ThrowIfNotTheirsAsync(site, caller, cancellationToken);
        if (!Names.IsWord(said.Name))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"name: \"{said.Name}\" must be 1 to 50 letters, digits, '-', '_' or '.'."));
        }

        if (await db.Blackouts.AnyAsync(row => row.SiteId == site && row.Name == said.Name, cancellationToken))
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"There is a blackout {said.Name} of {site ?? "the fleet"}: change that one, or take another name."));
        }

        var blackout = new Blackout { Id = Guid.CreateVersion7(time.GetUtcNow()), SiteId = site, Name = said.Name };
        Take(blackout, said);
        if (blackout.EndsAt <= time.GetUtcNow())
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "end: is over already."));
        }

        db.Add(blackout);
        await KeepAsync(blackout, JournalKinds.BlackoutDeclared, $"{caller.Name} declared the blackout {Words(blackout)}.", caller, cancellationToken);
        return blackout;
    }

    public async Task<Blackout> UpdateAsync(Wire.Blackout said, Caller caller, CancellationToken cancellationToken)
    {
        var blackout = await FindAsync(said.Id, caller, cancellationToken);
        WindowChanges.ThrowIfOlder(said.Version, blackout.Version, blackout.ChangedBy);
        var before = Words(blackout);
        Take(blackout, said);
        await KeepAsync(blackout, JournalKinds.BlackoutDeclared, $"{caller.Name} changed the blackout {before} to {Words(blackout)}.", caller, cancellationToken);
        return blackout;
    }

    public async Task DeleteAsync(string id, string reason, Caller caller, CancellationToken cancellationToken)
    {
        var blackout = await FindAsync(id, caller, cancellationToken);
        blackout.RetiredAt = time.GetUtcNow();
        await KeepAsync(blackout, JournalKinds.BlackoutDeleted, $"{caller.Name} deleted the blackout {Words(blackout)}.{WindowChanges.Because(reason)}", caller, cancellationToken);
    }

    public static string Words(Blackout blackout) =>
        $"{blackout.Name} of {blackout.SiteId ?? "the fleet"} ({Stamp(blackout.StartsAt)} to {Stamp(blackout.EndsAt)})";

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static void Take(Blackout blackout, Wire.Blackout said)
    {
        (blackout.StartsAt, blackout.EndsAt, blackout.Note) = (WindowMapper.Instant("start", said.Start), WindowMapper.Instant("end", said.End), said.Note.Trim());
        WindowChanges.ThrowIfAny([.. WindowFaults.Of(blackout).Select(fault => $"{fault.Key}: {fault.Fault}")]);
    }

    private async Task<Blackout> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var scope = SiteScope.Of(caller);
        var found = Guid.TryParse(id, CultureInfo.InvariantCulture, out var known) ? await db.Blackouts.SingleOrDefaultAsync(row => row.Id == known, cancellationToken) : null;
        if (found is null || !(found.SiteId is null || scope.Includes(found.SiteId)))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no blackout {id}."));
        }

        await ThrowIfNotTheirsAsync(found.SiteId, caller, cancellationToken);
        return found;
    }

    private async Task ThrowIfNotTheirsAsync(string? site, Caller caller, CancellationToken cancellationToken)
    {
        if (site is not null)
        {
            await windows.ZoneAsync(site, caller, cancellationToken);
        }
        else if (!SiteScope.Of(caller).IsAll)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"A blackout of the whole fleet concerns every site; you are of {caller.SiteId}: declare it for your site."));
        }
    }

    private async Task KeepAsync(Blackout blackout, string kind, string summary, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        blackout.Changed(caller.Actor, now);
        db.Add(new JournalEntry
        {
            At = now,
            Actor = caller.Actor,
            Kind = kind,
            SiteId = blackout.SiteId,
            Summary = summary,
            Data = JsonSerializer.Serialize(new { id = blackout.Id, site = blackout.SiteId, name = blackout.Name, start = blackout.StartsAt, end = blackout.EndsAt, note = blackout.Note }),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
