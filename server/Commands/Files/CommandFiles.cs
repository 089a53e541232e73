using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Files;

/// <summary>Keeps the files that commands make, each part once, however often it is sent.</summary>
internal static class CommandFiles
{
    /// <summary>In the caller's transaction.</summary>
    /// <returns>Why the part was not taken; null: it is stored, or was before.</returns>
    public static async Task<string?> StoreAsync(FleetDb db, HostIdentity host, Chunk part, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(part.CommandId, CultureInfo.InvariantCulture, out var id)
            || await db.AgentCommands.FindAsync([id], cancellationToken) is not { } command || (command.HostId != host.Id && command.Via != host.Id))
        {
            return "this Host was never given its command";
        }

        var file = await db.CommandFiles.FindAsync([command.HostId, id, part.Name], cancellationToken);
        if (PartVerdict.WhyRefused(part, file, await CountAsync(db, command, file, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        file ??= db.Add(Begin(command, part, receivedAt)).Entity;
        var offset = (long)part.Offset;
        if (file.State != CommandFileState.Incomplete
            || await db.CommandFileParts.AnyAsync(stored => stored.HostId == command.HostId && stored.CommandId == id && stored.Name == part.Name && stored.Offset == offset, cancellationToken))
        {
            return null;
        }

        db.Add(new CommandFilePart { HostId = command.HostId, CommandId = id, Name = part.Name, Offset = offset, Data = part.Data.ToByteArray() });
        file.Received += part.Data.Length;
        // Each part is written at once: a second one of the same batch must find it, and none stays in memory.
        await db.SaveChangesAsync(cancellationToken);
        foreach (var stored in db.ChangeTracker.Entries<CommandFilePart>().ToList())
        {
            stored.State = EntityState.Detached;
        }

        if (file.Received >= file.Size)
        {
            await CompleteAsync(db, host, command, file, receivedAt, cancellationToken);
        }

        return null;
    }

    private static CommandFile Begin(AgentCommand command, Chunk part, DateTimeOffset receivedAt) => new()
    {
        HostId = command.HostId,
        CommandId = command.Id,
        Name = part.Name,
        Size = (long)part.Size,
        Sha256 = part.Sha256.ToByteArray(),
        FirstPartAt = receivedAt,
    };

    /// <summary>The parts in their order, one in memory at a time.</summary>
    public static async IAsyncEnumerable<CommandFilePart> PartsAsync(
        FleetDb db, CommandFile file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = db.CommandFileParts.AsNoTracking().Where(part => part.HostId == file.HostId && part.CommandId == file.CommandId && part.Name == file.Name);
        foreach (var offset in await parts.OrderBy(part => part.Offset).Select(part => part.Offset).ToListAsync(cancellationToken))
        {
            yield return await parts.SingleAsync(part => part.Offset == offset, cancellationToken);
        }
    }

    private static async Task<int> CountAsync(FleetDb db, AgentCommand command, CommandFile? known, CancellationToken cancellationToken) =>
        known is null ? await db.CommandFiles.CountAsync(file => file.HostId == command.HostId && file.CommandId == command.Id, cancellationToken) : 0;

    private static async Task CompleteAsync(
        FleetDb db, HostIdentity host, AgentCommand command, CommandFile file, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        file.State = await IsWholeAsync(db, file, cancellationToken) ? CommandFileState.Complete : CommandFileState.Broken;
        file.CompletedAt = receivedAt;
        db.Add(new JournalEntry
        {
            At = receivedAt,
            Actor = "agent:" + host.Name,
            Kind = JournalKinds.CommandFile,
            SiteId = host.SiteId,
            HostId = command.HostId,
            DrainId = command.DrainId,
            Summary = file.State == CommandFileState.Complete
                ? $"{command.Text}: {file.Name} came, {file.Size} bytes."
                : $"{command.Text}: {file.Name} came broken: its SHA-256 is not the one that the agent gave.",
            Data = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["command"] = command.Id.ToString(),
                ["name"] = file.Name,
                ["sha256"] = Convert.ToHexStringLower(file.Sha256),
            }),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<bool> IsWholeAsync(FleetDb db, CommandFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var end = 0L;
        await foreach (var part in PartsAsync(db, file, cancellationToken))
        {
            if (part.Offset != end)
            {
                return false;
            }

            end += part.Data.Length;
            hash.AppendData(part.Data);
        }

        return end == file.Size && CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), file.Sha256);
    }
}
