using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Brings the fleet to what is declared, all or nothing; what is not declared stays as it is, and what is declared as retired goes.</summary>
internal sealed class InventoryImporter(IDbContextFactory<FleetDb> contexts, IEnumerable<IInventoryPart> parts, TimeProvider time)
{
    private readonly NameTable<IInventoryPart> parts = new("inventory section", parts, part => part.Section);

    /// <exception cref="InventoryException">With every fault that was found.</exception>
    public Task<InventoryOutcome> ApplyAsync(string json, Declaration declaration, CancellationToken cancellationToken) =>
        InTransactionAsync(declaration, keep: true, db => DeclareAsync(json, db, declaration, cancellationToken), cancellationToken);

    /// <summary>What <see cref="ApplyAsync"/> would say; nothing is kept.</summary>
    /// <param name="look">Is given the fleet as it would stand, before it is thrown away.</param>
    /// <exception cref="InventoryException">With every fault that was found.</exception>
    public Task<InventoryOutcome> TryAsync(string json, Declaration declaration, Func<FleetDb, Task> look, CancellationToken cancellationToken) =>
        InTransactionAsync(declaration, keep: false, async db =>
        {
            await DeclareAsync(json, db, declaration, cancellationToken);
            await look(db);
        }, cancellationToken);

    /// <summary>Takes one thing away.</summary>
    /// <exception cref="InventoryException">What stands against it.</exception>
    public Task<InventoryOutcome> RetireAsync(RetiredName name, Declaration declaration, CancellationToken cancellationToken) =>
        InTransactionAsync(declaration, keep: true, db => parts.Find(name.Section)!.RetireAsync([name], db, declaration, cancellationToken), cancellationToken);

    private async Task<InventoryOutcome> InTransactionAsync(Declaration declaration, bool keep, Func<FleetDb, Task> act, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Replicas that start at once declare the same file: one after the other, the second finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Inventory})", cancellationToken);
        await act(db);
        var outcome = new InventoryOutcome(declaration.Changes, declaration.Warnings);
        if (!keep || outcome.Changes.Count == 0)
        {
            return outcome;
        }

        db.Add(new JournalEntry
        {
            At = time.GetUtcNow(),
            Actor = declaration.Actor,
            Kind = JournalKinds.FleetDeclared,
            Summary = $"{declaration.Actor} declared the fleet: {outcome.Changes.Count} changes.{declaration.Because}",
            Data = JsonSerializer.Serialize(outcome.Changes),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private async Task DeclareAsync(string json, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        using var document = Parse(json);
        var root = document.RootElement;
        var faults = Unknown(root);
        var retired = new Dictionary<string, IReadOnlyList<RetiredName>>();
        foreach (var part in parts.All.Where(part => root.TryGetProperty(part.Section, out _)))
        {
            var section = root.GetProperty(part.Section);
            retired[part.Section] = InventorySection.Retired(section, part.Section, faults);
            await CollectAsync(faults, () => part.ApplyAsync(section, db, declaration, cancellationToken));
        }

        InventorySection.ThrowIfAny(faults);
        // What follows looks at the fleet as it would stand.
        await db.SaveChangesAsync(cancellationToken);
        foreach (var part in parts.All.Reverse().Where(part => retired.GetValueOrDefault(part.Section) is { Count: > 0 }))
        {
            await CollectAsync(faults, () => part.RetireAsync(retired[part.Section], db, declaration, cancellationToken));
        }

        InventorySection.ThrowIfAny(faults);
        await JudgeWholeAsync(db, declaration, cancellationToken);
    }

    private static async Task JudgeWholeAsync(FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var sites = await db.Sites.AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken);
        var pools = await db.Pools.AsNoTracking().OrderBy(pool => pool.Id).ToListAsync(cancellationToken);
        var hosts = await db.Hosts.AsNoTracking().OrderBy(host => host.Name).ToListAsync(cancellationToken);
        InventorySection.ThrowIfAny([.. FleetRules.Faults(sites, pools, hosts, declaration)]);
        declaration.Warnings.AddRange(FleetRules.Warnings(pools, hosts, declaration));
    }

    private static async Task CollectAsync(List<string> faults, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (InventoryException error)
        {
            faults.AddRange(error.Faults);
        }
    }

    private List<string> Unknown(JsonElement root) =>
        [.. root.EnumerateObject().Where(property => parts.Find(property.Name) is null)
            .Select(property => $"{property.Name}: is no section of an inventory; there are {string.Join(", ", parts.Names)}.")];

    private static JsonDocument Parse(string json)
    {
        JsonDocument document;
        try
        {
            // A key that stands twice is a slip of which one half would be lost.
            document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new InventoryException([$"The inventory is no JSON: {error.Message}"]);
        }

        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document
            : throw new InventoryException(["The inventory must be an object {\"sites\": [...], ...}."]);
    }
}
