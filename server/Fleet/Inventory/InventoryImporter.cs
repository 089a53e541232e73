using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Brings the fleet to what is declared, all or nothing; what is not declared stays as it is.</summary>
internal sealed class InventoryImporter(IDbContextFactory<FleetDb> contexts, IEnumerable<IInventoryPart> parts, TimeProvider time)
{
    private readonly NameTable<IInventoryPart> parts = new("inventory section", parts, part => part.Section);

    /// <returns>What changed, a line each; none where all was so already.</returns>
    /// <exception cref="InventoryException">With every fault that was found.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(string json, string actor, CancellationToken cancellationToken)
    {
        using var document = Parse(json);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Replicas that start at once declare the same file: one after the other, the second finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Inventory})", cancellationToken);
        var changes = new List<string>();
        var faults = Unknown(document.RootElement);
        foreach (var part in parts.All.Where(part => document.RootElement.TryGetProperty(part.Section, out _)))
        {
            try
            {
                await part.ApplyAsync(document.RootElement.GetProperty(part.Section), db, changes, cancellationToken);
            }
            catch (InventoryException error)
            {
                faults.AddRange(error.Faults);
            }
        }

        InventorySection.ThrowIfAny(faults);
        if (changes.Count == 0)
        {
            return changes;
        }

        db.Add(new JournalEntry
        {
            At = time.GetUtcNow(),
            Actor = actor,
            Kind = JournalKinds.FleetDeclared,
            Summary = $"{actor} declared the fleet: {changes.Count} changes.",
            Data = JsonSerializer.Serialize(changes),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changes;
    }

    private List<string> Unknown(JsonElement root) =>
        [.. root.EnumerateObject().Where(property => parts.Find(property.Name) is null)
            .Select(property => $"{property.Name}: is no section of an inventory; there are {string.Join(", ", parts.Names)}.")];

    private static JsonDocument Parse(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
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
